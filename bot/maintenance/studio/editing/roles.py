"""Who holds a role, where and since when, as `rules/programme/roles.yml` says; and the line that a change adds to it.

What the lines mean for advisers, the programme says (`rules/roles.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from bot.content.project_files import ProjectFiles
from bot.maintenance.edits import Edit
from bot.maintenance.new.scaffold import READ_AGAIN_AFTER
from bot.maintenance.studio.editing.entries import read_text
from bot.maintenance.studio.editing.yaml_edits import YamlChange, edited
from bot.maintenance.studio.editing.yaml_scalars import Value
from rules.errors import ProgrammeError
from rules.model import Programme
from rules.schema import RoleBlock, RolesFile
from rules.yaml_lines import Document, read_document

ROLES: Final = "roles.yml"


def organisations_of(role: RoleBlock) -> list[str]:
    """The organisations that have or had a role, somewhere."""
    return list(dict.fromkeys(holder.organisme for holder in role.qui))


def version_of(role: RoleBlock) -> str:
    """A name for the lines of a role: where it is another, somebody has changed them."""
    return hashlib.sha256(msgspec.json.encode(role.qui)).hexdigest()[:16]


@dataclass(frozen=True)
class RoleChange:
    """From a day on, somewhere, an organisation has a role: in place of another, or beside those there are."""

    role: str
    organisation: str
    places: tuple[str, ...]
    since: date
    instead_of: tuple[str, ...] = ()
    source: str = ""
    section: str = ""
    reviewed: date = field(default_factory=date.today)

    @property
    def line(self) -> dict[str, Value]:
        """The line of the file, with the keys in the house's order."""
        places = self.places[0] if len(self.places) == 1 else list(self.places)
        line: dict[str, Value] = {"organisme": self.organisation, "ou": places, "depuis": self.since}
        if self.instead_of:
            line["a_la_place_de"] = list(self.instead_of)
        line |= {key: text for key, text in (("source", self.source), ("section", self.section)) if text}
        if self.source:  # else it rests on what the role rests on, and is read again with it
            line |= {"relu": self.reviewed, "a_relire_avant": self.reviewed + READ_AGAIN_AFTER}
        return line


@dataclass(frozen=True)
class RoleForm:
    """What was typed on the page of a change, and what is wrong with it, by field."""

    values: dict[str, str]
    change: RoleChange | None
    wrong: dict[str, str] = field(default_factory=dict)


def roles_path(files: ProjectFiles) -> Path:
    """Where the roles are."""
    return files.programme / ROLES


def read_roles(files: ProjectFiles) -> Document[RolesFile] | None:
    """The roles; None where there is no such file, or it cannot be read, which the check tells."""
    try:
        return read_document(roles_path(files), RolesFile)
    except ProgrammeError:
        return None


def role_edit(files: ProjectFiles, roles: RolesFile, change: RoleChange) -> Edit:
    """The file with the line of a change after the last one of its role.

    Raises:
        CannotEditError: the role is written in a way that cannot be edited.
    """
    path = roles_path(files)
    text = read_text(path)
    position = ("roles", change.role, "qui", len(roles.roles[change.role].qui))
    return Edit(path, text, edited(text, [YamlChange(position, change.line)]))


def places_named(programme: Programme) -> dict[str, str]:
    """What a place may be called on the page, and its name in the file: departments, regions and zones."""
    named = {f"{territory.name} ({code})": code for code, territory in programme.territories.items()}
    named |= {region: region for region in sorted({territory.region for territory in programme.territories.values()})}
    return named | {f"{zone} (zone)": zone for zone in programme.zones}


def role_form(values: dict[str, str], role: str, roles: RolesFile, programme: Programme) -> RoleForm:
    """What a page sent, read; `wrong` says what is lacking, by field."""
    wrong: dict[str, str] = {}
    named = places_named(programme)
    exact = {value.casefold(): value for value in named.values()}
    exact |= {territory.name.casefold(): code for code, territory in programme.territories.items()}
    exact |= {name.casefold(): value for name, value in named.items()}
    typed = [part.strip() for part in values.get("ou", "").replace("\n", ",").split(",") if part.strip()]
    unknown = [part for part in typed if part.casefold() not in exact]
    if not typed:
        wrong["ou"] = "Dire où : un département, une région ou une zone."
    elif unknown:
        wrong["ou"] = f"« {unknown[0]} » n’est ni un département, ni une région, ni une zone : choisir dans la liste."
    organisation = values.get("organisme", "")
    if organisation not in programme.organisations:
        wrong["organisme"] = "Choisir l’organisme. S’il est nouveau, l’écrire d’abord dans « Les organismes »."
    since: date | None = None
    try:
        since = date.fromisoformat(values.get("depuis", ""))
    except ValueError:
        wrong["depuis"] = "Dire à partir de quel jour."
    instead = tuple(name for name in organisations_of(roles.roles[role]) if values.get(f"a_la_place_de.{name}"))
    if organisation in instead:
        wrong["a_la_place_de"] = "Un organisme ne se remplace pas lui-même."
    source = values.get("source", "")
    if source and source not in programme.sources:
        wrong["source"] = "Choisir la source dans la liste."
    if wrong or since is None:
        return RoleForm(values, None, wrong)
    places = tuple(dict.fromkeys(exact[part.casefold()] for part in typed))
    section = values.get("section", "").strip()
    return RoleForm(values, RoleChange(role, organisation, places, since, instead, source, section))


def place_titles(places: str | Sequence[str], programme: Programme) -> str:
    """What places of the file are called on the page."""
    named = {value: name for name, value in places_named(programme).items()}
    return ", ".join(named.get(place, place) for place in ([places] if isinstance(places, str) else places))


def within(place: str, programme: Programme) -> str:
    """A place of the file in a sentence: « dans la Vienne », « en Bretagne », « dans la zone outre_mer »."""
    if place in programme.territories:
        return programme.territories[place].within.fr
    return programme.regions[place].fr if place in programme.regions else f"dans la zone {place}"


def organisation_title(name: str, programme: Programme) -> str:
    """What an organisation is called on the page."""
    known = programme.organisations.get(name)
    return known.name.fr if known else name
