"""How a territory is said in a sentence: "dans les Landes", "ailleurs en Nouvelle-Aquitaine"."""

from __future__ import annotations

from bot.wording import Words
from nlu.memory import Territory
from rules.model import Programme

MOST_NAMED = 4
"""More departments than this are said by what they have in common."""


def phrase(
    programme: Programme, territory: Territory | None, words: Words, codes: tuple[str, ...] | None = None
) -> str:
    """Where the adviser is, with its preposition; `codes` are the departments an answer is for, all unless given."""
    if territory is None or territory.ambiguous:
        return str(words.interface["sur_votre_territoire"])
    meant = codes or territory.codes
    within = [programme.territories[code].within.in_language(words.language) for code in meant]
    if len(meant) <= MOST_NAMED:
        return words.enumeration(within)
    region = programme.regions.get(territory.name)
    whole = region.in_language(words.language) if region else str(words.interface["sur_votre_territoire"])
    if set(meant) == set(territory.codes):
        return whole
    return words.fill(words.interface["ailleurs"], {"dans": whole})


def label(programme: Programme, territory: Territory) -> str:
    """A territory as the adviser named it, with the department of a town: "Tulle (Corrèze)", "Corrèze"."""
    if len(territory.codes) != 1:
        return territory.name
    department = programme.territories[territory.codes[0]].name
    return territory.name if territory.name == department else f"{territory.name} ({department})"
