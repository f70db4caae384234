"""A dated change of who does what: one more line in `roles.yml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.content.project_files import ProjectFiles
from bot.maintenance.new.scaffold import READ_AGAIN_AFTER
from bot.maintenance.yaml_files.changes import YamlChange, edited
from bot.maintenance.yaml_files.edits import Edit, file_text, refusal
from bot.maintenance.yaml_files.scalars import Value
from nlu.text import fold
from rules.loading import ROLES, load_base
from rules.model import Programme
from rules.schema import RolesFile
from rules.suggestions import did_you_mean
from rules.yaml_lines import read_document

MOST_SHOWN: Final = 12
"""Names listed at most."""


@dataclass(frozen=True)
class RoleChange:
    """From a day on, an organisation holds a role somewhere.

    Attributes:
        role: the role.
        organisation: the organisation.
        places: where.
        since: the first day.
        instead_of: the holders it replaces; empty if it joins them.
        source: the source.
        section: the section of the source.
        reviewed: the day of the review.
    """

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
        if self.source:  # otherwise it has the source of the role, and is reviewed with it
            line |= {"relu": self.reviewed, "a_relire_avant": self.reviewed + READ_AGAIN_AFTER}
        return line

    def edit(self, files: ProjectFiles) -> Edit:
        """The file with this line after the last one of its role.

        Raises:
            CannotEditError: the role is written in a way that cannot be edited.
            ProgrammeError: the file has mistakes.
        """
        path = files.programme / ROLES
        position = ("roles", self.role, "qui", len(read_document(path, RolesFile).content.roles[self.role].qui))
        text = file_text(path)
        return Edit(path, text, edited(text, [YamlChange(position, self.line)]))


class RoleNames:
    """Resolves a maintainer's names for the parts of a change. An unknown name raises a ProgrammeError."""

    def __init__(self, files: ProjectFiles, programme: Programme | None = None) -> None:
        # Without tables: a new organisation has no row before it has a role.
        self._programme = programme or load_base(files.programme)
        self._file = files.programme / ROLES

    @property
    def roles(self) -> tuple[str, ...]:
        """All roles."""
        return tuple(self._programme.roles)

    def role(self, given: str) -> str:
        """A role by its id or its title."""
        return self._known(given, {name: [text.fr] for name, text in self._programme.roles.items()}, "le rôle")

    def organisation(self, given: str) -> str:
        """An organisation by its id or its title."""
        names = {
            name: [organisation.name.fr, organisation.short_name]
            for name, organisation in self._programme.organisations.items()
        }
        return self._known(given, names, "l'organisme")

    def source(self, given: str) -> str:
        """A source by its id."""
        return self._known(given, dict.fromkeys(self._programme.sources, ()), "la source")

    def places(self, given: str) -> tuple[str, ...]:
        """Departments by their codes, regions by their names and zones, separated by commas."""
        programme = self._programme
        names: dict[str, Sequence[str]] = {
            **{zone: [f"{zone} (zone)"] for zone in programme.zones},
            **{code: [each.name, f"{each.name} ({code})"] for code, each in programme.territories.items()},
        }
        found = [self._known(part.strip(), names, "le lieu") for part in given.split(",") if part.strip()]
        if not found:
            raise refusal(self._file, "il manque le lieu", "donner un département, une région ou une zone")
        return tuple(found)

    def day(self, given: str) -> date:
        """A day, as written in the files."""
        try:
            return date.fromisoformat(given.strip())
        except ValueError as error:
            remedy = "l'écrire AAAA-MM-JJ (2027-01-01)"
            raise refusal(self._file, f"« {given} » n'est pas une date", remedy) from error

    def holders(self, role: str, places: Iterable[str], day: date) -> list[str]:
        """The holders of a role in some of the places on a day."""
        zones = self._programme.zones
        codes = {code for place in places for code in zones.get(place, {place})}
        here = (
            holding.organisation
            for holding in self._programme.holdings
            if holding.role == role and holding.codes & codes and holding.holds_on(day)
        )
        return list(dict.fromkeys(here))

    def change(self, role: str, organisation: str, places: tuple[str, ...], since: date, source: str) -> RoleChange:
        """The change by which an organisation takes a role over from its holders on that day.

        Raises:
            ProgrammeError: it holds the role there already.
        """
        before = self.holders(role, places, since)
        if before == [organisation]:
            remedy = "donner un autre organisme, un autre lieu ou un autre jour"
            raise refusal(self._file, f"« {organisation} » a déjà ce rôle, là et ce jour-là", remedy)
        replaced = tuple(holder for holder in before if holder != organisation)
        return RoleChange(role, organisation, places, since, replaced, source)

    def _known(self, given: str, names: Mapping[str, Sequence[str]], what: str) -> str:
        """The id that a name, or one of its synonyms, stands for."""
        wanted = fold(given.strip())
        if given.strip() in names:
            return given.strip()
        found = [name for name, words in names.items() if wanted in (fold(name), *map(fold, words))]
        if len(found) == 1:
            return found[0]
        known = found or list(names)
        guess = did_you_mean(given, [*names, *(word for words in names.values() for word in words)])
        shown = ", ".join(known[:MOST_SHOWN]) + (f"… ({len(known)} en tout)" if len(known) > MOST_SHOWN else "")
        problem = f"{what} « {given} » veut dire plusieurs choses" if found else f"{what} « {given} » n'existe pas"
        raise refusal(self._file, problem, f"{guess}choisir parmi : {shown}")
