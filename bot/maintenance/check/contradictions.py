"""Tables that send the same adviser to different organisations on the same day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Final, cast

from bot.content.loading import PROGRAMME
from bot.maintenance.check.filled_gaps import fillers
from bot.maintenance.check.inputs import CheckInputs
from rules.errors import Finding
from rules.grid import Grid
from rules.ids import FactId, QuestionId
from rules.model import UNSPECIFIED, Place, Programme, Row

COMPARED: Final = (QuestionId.ORGANISATION, QuestionId.ENROLMENT, QuestionId.CONTACT)
"""Who runs a course, who enrols for it and whom to ask: not always one organisation, but never quite different ones."""

_COMMON: Final = (FactId.COURSE, FactId.PLACE)


@dataclass(frozen=True)
class _Sending:
    """A row that answers a case, and the organisations it names."""

    row: Row
    organisations: frozenset[str]


def contradiction_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Rows of different tables that hold for one case and share no organisation; each odd one once."""
    programme = inputs.content.get(PROGRAMME)
    if programme is None:
        return
    reported: set[Place] = set()
    grids = [cast(Grid, programme.grids[question]) for question in COMPARED if question in programme.grids]
    aside = fillers(programme, inputs.today)
    for day in _days(grids):
        for course, place in product(*(_representatives(programme, grids, fact) for fact in _COMMON)):
            sendings = [
                found for grid in grids if (found := _sending(grid, course, place, day)) and found.row.id not in aside
            ]
            apart = _apart(sendings)
            if apart and apart[0].row.place not in reported:
                reported.add(apart[0].row.place)
                yield _finding(programme, apart, f"{FactId.COURSE} = {course} × {FactId.PLACE} = {place}", day)


def _days(grids: list[Grid]) -> list[date]:
    """A day of each period in which no table changes."""
    starts = sorted({start for grid in grids for start in grid.starts})
    return [starts[0] - timedelta(days=1), *starts] if starts else []


def _representatives(programme: Programme, grids: list[Grid], fact: FactId) -> list[str]:
    """A value of each class that no table tells apart, and "not said" if a row mentions it."""
    axes = [axis for grid in grids for axis in grid.axes if axis.fact == fact]
    found: dict[tuple[int, ...], str] = {}
    for value in programme.facts[fact].values:
        found.setdefault(tuple(axis.class_of[value] for axis in axes), value)
    return [*found.values(), *([UNSPECIFIED] if any(axis.open_class is not None for axis in axes) else [])]


def _sending(grid: Grid, course: str, place: str, day: date) -> _Sending | None:
    """The first answer of a table, whatever the other facts; None if it names no organisation itself."""
    stated: Mapping[str, str] = {FactId.COURSE: course, FactId.PLACE: place}
    options = []
    for axis in grid.axes:
        value = stated.get(axis.fact)
        if value == UNSPECIFIED and axis.open_class is None:
            return None  # the table asks for it
        options.append(axis.known_classes() if value is None else (axis.class_of[value],))
    firsts = [rows[0] for key in product(*options) if (rows := grid.on(day)[key])]
    if not firsts or any(row.then.contact_by_course for row in firsts):
        return None
    names = {name for row in firsts for name in row.then.organisations}
    return _Sending(firsts[0], frozenset(names)) if names else None


def _apart(sendings: list[_Sending]) -> list[_Sending]:
    """The row that shares no organisation with the most others, followed by these; empty if there is none."""
    odd = max(sendings, key=lambda sending: len(_strangers(sending, sendings)), default=None)
    strangers = _strangers(odd, sendings) if odd else []
    return [odd, *strangers] if odd and strangers else []


def _strangers(sending: _Sending, sendings: list[_Sending]) -> list[_Sending]:
    return [other for other in sendings if sending.organisations.isdisjoint(other.organisations)]


def _finding(programme: Programme, apart: list[_Sending], case: str, day: date) -> Finding:
    odd, others = apart[0], apart[1:]
    named = " ; ".join(f"« {other.row.id} » ({other.row.place}) à {_names(programme, other)}" for other in others)
    problem = f"« {odd.row.id} » envoie à {_names(programme, odd)}, et {named}, pour {case}, le {day:%Y-%m-%d}"
    remedy = (
        "faire le même changement, aux mêmes dates, dans chacune de ces lignes ; si plusieurs organismes conviennent, "
        "nommer dans chaque ligne celui qu'elles ont en commun"
    )
    return Finding(odd.row.place, problem, remedy)


def _names(programme: Programme, sending: _Sending) -> str:
    bodies = programme.organisations
    return ", ".join(sorted(bodies[name].short_name if name in bodies else name for name in sending.organisations))
