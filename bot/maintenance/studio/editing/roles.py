"""Who holds a role, where and since when, from `rules/programme/roles.yml`; and the form of a change.

`rules/roles.py` says what the lines mean for advisers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from bot.content.project_files import ProjectFiles
from bot.maintenance.role_changes import RoleChange, RoleNames
from rules.errors import ProgrammeError
from rules.loading import ROLES
from rules.model import Programme
from rules.schema import RoleBlock, RolesFile
from rules.yaml_lines import Document, read_document

T = TypeVar("T")


def organisations_of(role: RoleBlock) -> list[str]:
    """The organisations that have or had a role anywhere."""
    return list(dict.fromkeys(holder.organisme for holder in role.qui))


def version_of(role: RoleBlock) -> str:
    """A digest of the lines of a role. If it differs, somebody has changed them."""
    return hashlib.sha256(msgspec.json.encode(role.qui)).hexdigest()[:16]


@dataclass(frozen=True)
class RoleForm:
    """The typed form of a change, and what is wrong with it, by field."""

    values: dict[str, str]
    change: RoleChange | None
    wrong: dict[str, str] = field(default_factory=dict)


def read_roles(files: ProjectFiles) -> Document[RolesFile] | None:
    """The roles; None if the file does not exist or cannot be read, which the check reports."""
    try:
        return read_document(files.programme / ROLES, RolesFile)
    except ProgrammeError:
        return None


def places_named(programme: Programme) -> dict[str, str]:
    """The names of places on the page, with their names in the file: departments, regions and zones."""
    named = {f"{territory.name} ({code})": code for code, territory in programme.territories.items()}
    named |= {region: region for region in sorted({territory.region for territory in programme.territories.values()})}
    return named | {f"{zone} (zone)": zone for zone in programme.zones}


def role_form(values: dict[str, str], role: str, files: ProjectFiles, roles: RolesFile, known: Programme) -> RoleForm:
    """Read a page's form; `wrong` says what is missing, by field."""
    names, wrong = RoleNames(files, known), dict[str, str]()

    def read(name: str, meaning: Callable[[str], T]) -> T | None:
        try:
            return meaning(values.get(name, ""))
        except ProgrammeError as error:
            (finding,) = error.findings
            wrong[name] = f"{finding.problem[:1].upper()}{finding.problem[1:]} : {finding.remedy}."
            return None

    places, since = read("ou", names.places), read("depuis", names.day)
    organisation = read("organisme", names.organisation)
    source = read("source", names.source) if values.get("source") else ""
    instead = tuple(name for name in organisations_of(roles.roles[role]) if values.get(f"a_la_place_de.{name}"))
    if organisation in instead:
        wrong["a_la_place_de"] = "Un organisme ne se remplace pas lui-même."
    if wrong or not (places and since and organisation and source is not None):
        return RoleForm(values, None, wrong)
    section = values.get("section", "").strip()
    return RoleForm(values, RoleChange(role, organisation, places, since, instead, source, section))


def place_titles(places: str | Sequence[str], programme: Programme) -> str:
    """The names on the page of places in the file."""
    named = {value: name for name, value in places_named(programme).items()}
    return ", ".join(named.get(place, place) for place in ([places] if isinstance(places, str) else places))


def within(place: str, programme: Programme) -> str:
    """A place of the file in a sentence: « dans la Vienne », « en Bretagne », « dans la zone outre_mer »."""
    if place in programme.territories:
        return programme.territories[place].within.fr
    return programme.regions[place].fr if place in programme.regions else f"dans la zone {place}"


def organisation_title(name: str, programme: Programme) -> str:
    """The name of an organisation on the page."""
    known = programme.organisations.get(name)
    return known.name.fr if known else name
