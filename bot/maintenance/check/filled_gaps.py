"""Days answered by another row only because the right rows leave a hole, or end.

The rules find such days answered, so loading does not refuse them. Between "jusqu_a: 2026-12-31" and "depuis:
2027-02-01" of an organisation, an older notice becomes the answer, or nobody has the role.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.content.loading import PROGRAMME
from bot.maintenance.check.inputs import CheckInputs
from rules.errors import Finding
from rules.grid import CellKey, Grid
from rules.model import Holding, Place, Programme, Row

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Surfacing:
    """A row that answers only because the rows above it no longer hold.

    Attributes:
        before: the row that answered before.
        filler: the row that surfaces.
        after: the row that answers again later, if any.
        first: the first day of the filler.
    """

    before: Row
    filler: Row
    after: Row | None
    first: date


_Cases = list[tuple[Grid, CellKey, _Surfacing]]


def gap_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Gaps between holders of a role, gaps between two rows filled by a lower source, and rows without a successor of
    their
    rank. A gap that one line leaves in several tables is reported once.
    """
    programme = inputs.content.get(PROGRAMME)
    if programme is None:
        return
    of_roles = list(_role_findings(programme))
    yield from (finding for finding, _ in of_roles)
    open_ended = {place for _, place in of_roles}
    for cases in _reported(programme, inputs.today):
        if cases[0][2].before.place not in open_ended:
            yield _finding(cases)


def fillers(programme: Programme, today: date) -> frozenset[str]:
    """The ids of rows that answer only because others leave a gap or end: their answers are not intended."""
    return frozenset(surfacing.filler.id for cases in _reported(programme, today) for _, _, surfacing in cases)


def _reported(programme: Programme, today: date) -> list[_Cases]:
    """Rows that surface between two rows, or after today, by the lines that cause it."""
    found: dict[tuple[Place, Place | None], _Cases] = {}
    for grid in programme.grids.values():
        if isinstance(grid, Grid) and grid.starts:
            for key in grid.cells[0]:
                if not any(index == axis.open_class for axis, index in zip(grid.axes, key, strict=True)):
                    for surfacing in _surfacings(grid, key):
                        if surfacing.before.until and (surfacing.after or surfacing.first > today):
                            places = surfacing.before.place, surfacing.after.place if surfacing.after else None
                            found.setdefault(places, []).append((grid, key, surfacing))
    return list(found.values())


def _role_findings(programme: Programme) -> Iterator[tuple[Finding, Place]]:
    """Days on which nobody holds a role between two holders; each pair of lines once, with the first line."""
    held: dict[tuple[str, str], list[Holding]] = {}
    for holding in programme.holdings:
        for code in holding.codes:
            held.setdefault((holding.role, code), []).append(holding)
    reported: set[tuple[Place, Place]] = set()
    for (role, code), holdings in held.items():
        ordered = sorted(holdings, key=lambda holding: holding.since or date.min)
        last = ordered[0]
        for following in ordered[1:]:
            places = last.place, following.place
            if last.until and following.since and last.until + _DAY < following.since and places not in reported:
                reported.add(places)
                yield _role_finding(programme, role, code, last, following), last.place
            last = max(last, following, key=lambda holding: holding.until or date.max)


def _role_finding(programme: Programme, role: str, code: str, last: Holding, following: Holding) -> Finding:
    ends, begins = last.until or date.max, following.since or date.min
    where = programme.territories[code].within.fr
    problem = (
        f"rôle « {role} » : personne ne l'a {where} du {ends + _DAY:%Y-%m-%d} au {begins - _DAY:%Y-%m-%d}, entre "
        f"« {last.organisation} » (ligne {last.place.line}) et « {following.organisation} »"
    )
    remedy = (
        f"mettre « depuis: {ends + _DAY:%Y-%m-%d} » à cette ligne, ou « jusqu_a: {begins - _DAY:%Y-%m-%d} » à celle de "
        f"« {last.organisation} »"
    )
    return Finding(following.place, problem, remedy)


def _surfacings(grid: Grid, key: CellKey) -> Iterator[_Surfacing]:
    """The rows that surface in one case over time. A row that is new in the case does not count."""
    cells = [interval[key] for interval in grid.cells]
    for index in range(1, len(cells)):
        before, here = cells[index - 1], cells[index]
        if not here or not before or here[0] not in before[1:]:
            continue
        following = range(index + 1, len(cells))
        back = next((at for at in following if not cells[at] or cells[at][0] != here[0]), None)
        rises = back is not None and bool(cells[back]) and grid.table.rank(cells[back][0]) < grid.table.rank(here[0])
        after = cells[back][0] if back is not None and rises and here[0] in cells[back] else None
        yield _Surfacing(before[0], here[0], after, grid.starts[index - 1])


def _finding(cases: _Cases) -> Finding:
    grid, key, surfacing = cases[0]
    before, filler, after = surfacing.before, surfacing.filler, surfacing.after
    last = before.until or surfacing.first - _DAY
    others = f" (et {len(cases) - 1} autre{'s' if len(cases) > 2 else ''} cas)" if len(cases) > 1 else ""
    where = f"{grid.case(key)}{others}"
    answers = f"c'est « {filler.id} » ({filler.place}, source {filler.source}) qui répond"
    ends = f"table « {grid.table.question} » : « {before.id} » finit le {last:%Y-%m-%d}"
    next_day = last + _DAY
    if after and after.since:
        problem = (
            f"{ends}, « {after.id} » ({after.place}) ne commence que le {after.since:%Y-%m-%d}, et entre les deux "
            f"{answers} pour {where}"
        )
        remedy = (
            f"mettre « jusqu_a: {after.since - _DAY:%Y-%m-%d} » à cette ligne, ou « depuis: {next_day:%Y-%m-%d} » à la "
            "suivante ; si ces jours-là on répond autrement, écrire la ligne qui le dit"
        )
        return Finding(before.place, problem, remedy)
    problem = f"{ends} sans successeur : ensuite, {answers} pour {where}"
    remedy = f"écrire la ligne qui commence le {next_day:%Y-%m-%d} ; si « {filler.id} » convient, ne rien faire"
    return Finding(before.place, problem, remedy, "warning")
