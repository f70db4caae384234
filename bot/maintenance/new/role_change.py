"""A dated change of who does what: one line more in `roles.yml`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

import yaml

from bot.content.project_files import ProjectFiles
from bot.maintenance.edits import Edit, addition, refusal
from nlu.text import fold
from rules.loading import ROLES, load_base
from rules.suggestions import did_you_mean

MOST_SHOWN: Final = 12
"""Names listed of those there are."""

_PLAIN: Final = re.compile(r"[A-Za-zÀ-ÿ][\w '’-]*")
"""What needs no quotes within brackets."""


class RoleChanges:
    """What a maintainer can change of the roles of a project.

    Making it, and its methods, raise ProgrammeError: the files have mistakes, or what is given is none.
    """

    def __init__(self, files: ProjectFiles) -> None:
        # Without the tables: a new organisation has no row there before it has a role.
        self._programme = load_base(files.programme)
        self._file = files.programme / ROLES

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that there are."""
        return tuple(self._programme.roles)

    def role(self, given: str) -> str:
        """A role by its name, or by what people read of it."""
        return self._known(given, {name: [text.fr] for name, text in self._programme.roles.items()}, "le rôle")

    def organisation(self, given: str) -> str:
        """An organisation by its name in the files, or by that which people read."""
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
            **dict.fromkeys(programme.zones, ()),
            **{code: [territory.name] for code, territory in programme.territories.items()},
        }
        found = [self._known(part.strip(), names, "le lieu") for part in given.split(",") if part.strip()]
        if not found:
            raise refusal(self._file, "il manque le lieu", "donner un département, une région ou une zone")
        return tuple(found)

    def day(self, given: str) -> date:
        """A day, as it is written in the files."""
        try:
            return date.fromisoformat(given.strip())
        except ValueError as error:
            remedy = "l'écrire AAAA-MM-JJ (2027-01-01)"
            raise refusal(self._file, f"« {given} » n'est pas une date", remedy) from error

    def holders(self, role: str, places: Iterable[str], day: date) -> list[str]:
        """Who has a role somewhere in some places on a day."""
        zones = self._programme.zones
        codes = {code for place in places for code in zones.get(place, {place})}
        here = (
            holding.organisation
            for holding in self._programme.holdings
            if holding.role == role and holding.codes & codes and holding.holds_on(day)
        )
        return list(dict.fromkeys(here))

    def edit(self, role: str, organisation: str, places: Sequence[str], since: date, source: str) -> Edit:
        """The edit that adds the line: an organisation takes a role over from those who have it there on that day.

        Raises:
            ProgrammeError: it has the role there already.
        """
        before = self.holders(role, places, since)
        if before == [organisation]:
            remedy = "donner un autre organisme, un autre lieu ou un autre jour"
            raise refusal(self._file, f"« {organisation} » a déjà ce rôle, là et ce jour-là", remedy)
        replaced = [holder for holder in before if holder != organisation]
        parts = {
            "organisme": organisation,
            "ou": _where(places),
            "depuis": since.isoformat(),
            **({"a_la_place_de": f"[{', '.join(replaced)}]"} if replaced else {}),
            "source": source,
        }
        line = "{" + ", ".join(f"{key}: {value}" for key, value in parts.items()) + "}"
        return addition(self._file, (("roles", role, "qui"), f"- {line}"))

    def _known(self, given: str, names: Mapping[str, Sequence[str]], what: str) -> str:
        """What is meant by a name, or by one of the words for it."""
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


def _where(places: Sequence[str]) -> str:
    written = [_in_brackets(place) for place in places]
    return written[0] if len(written) == 1 else f"[{', '.join(written)}]"


def _in_brackets(text: str) -> str:
    """A text as YAML takes it between brackets: a code in quotes, which else is a number."""
    if _PLAIN.fullmatch(text) and yaml.safe_load(text) == text:
        return text
    return f"'{text}'" if "'" not in text else json.dumps(text, ensure_ascii=False)
