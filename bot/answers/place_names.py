"""Names of places ("dans les Landes"), and departments grouped by region."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerTexts
from nlu.entities.model import StatedPlace
from rules.model import Programme

MAX_NAMED_DEPARTMENTS = 4
"""More departments than this are named by their region."""


def phrase(
    programme: Programme, territory: StatedPlace | None, texts: AnswerTexts, codes: tuple[str, ...] | None = None
) -> str:
    """The adviser's place with its preposition, reduced to `codes` if an answer is for some departments only."""
    if territory is None:
        return texts.interface[InterfaceText.SOMEWHERE]
    answered = codes or territory.codes
    if not territory.ambiguous and (made_up := _region_made_of(programme, answered)):
        return programme.regions[made_up].in_language(texts.language)
    within = [programme.territories[code].within.in_language(texts.language) for code in answered]
    if len(answered) <= MAX_NAMED_DEPARTMENTS:
        return texts.alternatives(within) if territory.ambiguous else texts.enumeration(within)
    if territory.ambiguous:
        return texts.interface[InterfaceText.SOMEWHERE]
    region = programme.regions.get(territory.name)
    whole = region.in_language(texts.language) if region else texts.interface[InterfaceText.SOMEWHERE]
    if set(answered) == set(territory.codes):
        return whole
    return texts.fill(texts.interface[InterfaceText.ELSEWHERE], {"dans": whole})


def _region_made_of(programme: Programme, codes: Iterable[str]) -> str | None:
    """The region of several departments made up of exactly these; None if there is none."""
    regions, left = whole_regions(programme, codes)
    return regions[0] if len(regions) == 1 and not left else None


def label(programme: Programme, territory: StatedPlace) -> str:
    """A place as the adviser named it, a town with its department: "Tulle (Corrèze)", "Corrèze"."""
    if len(territory.codes) != 1:
        return territory.name
    department = programme.territories[territory.codes[0]].name
    return territory.name if territory.name == department else f"{territory.name} ({department})"


def department(programme: Programme, code: str) -> StatedPlace:
    """A department as the state keeps it."""
    return StatedPlace((code,), programme.territories[code].name)


def departments(programme: Programme, codes: Iterable[str], otherwise: str) -> StatedPlace:
    """Departments as one place, named after their region if they make up one, else `otherwise`."""
    codes = frozenset(codes)
    regions = {programme.territories[code].region for code in codes}
    whole = {name for name in regions if programme.codes_of_regions[name] == codes}
    name = whole.pop() if whole else otherwise
    return StatedPlace(tuple(sorted(codes)), name)


def whole_regions(programme: Programme, codes: Iterable[str]) -> tuple[list[str], list[str]]:
    """Group departments by region: the complete regions of several departments, then the remaining codes.

    Both in the programme's order.
    """
    left = set(codes)
    regions = []
    for region, whole in programme.codes_of_regions.items():
        if len(whole) > 1 and whole <= left:
            regions.append(region)
            left -= whole
    return regions, [code for code in programme.territories if code in left]


def area(programme: Programme, codes: frozenset[str], texts: AnswerTexts) -> str:
    """Departments by region: a whole region, a region except some departments, or the departments themselves."""
    parts = []
    for region, whole in programme.codes_of_regions.items():
        inside, outside = (
            [f"{programme.territories[code].within.in_language(texts.language)} ({code})" for code in sorted(part)]
            for part in (whole & codes, whole - codes)
        )
        within = programme.regions[region].in_language(texts.language)
        if len(outside) > MAX_NAMED_DEPARTMENTS or len(outside) >= len(inside):
            parts += inside
        elif outside:
            left_out = {"dans": within, "sauf": texts.enumeration(outside)}
            parts.append(texts.fill(texts.interface[InterfaceText.EXCEPT], left_out))
        else:
            parts.append(within)
    return texts.enumeration(parts)


def departments_of(programme: Programme, organisation: str) -> frozenset[str]:
    """The departments of which an organisation is or was the hub."""
    return frozenset[str]().union(*(hub.departments for hub in programme.hubs if hub.organisation == organisation))


def hub_territory(programme: Programme, organisation: str) -> StatedPlace:
    """A hub's departments, named after their region if they make up one, else after the hub."""
    codes = departments_of(programme, organisation)
    return departments(programme, codes, programme.organisations[organisation].short_name)
