"""The proof that each cell of each table holds exactly what it should.

One mistake leaves many cells wrong: a new value of a fact has no row in any table that reads it. It is reported once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rules.errors import Finding
from rules.grid import CellKey, Grid
from rules.model import Place, Row

_ADD = "ajouter une ligne pour ce cas, ou élargir le « quand » ou les dates d'une ligne voisine"

Value = tuple[str, str]
"""A fact and one of its values."""


@dataclass(frozen=True)
class _Gap:
    """A cell without a row.

    Attributes:
        grid: the table, written out.
        key: the cell.
        day: the first day without a row.
        ended: the row that answered until the day before, if it ended without a successor.
    """

    grid: Grid
    key: CellKey
    day: date
    ended: Row | None

    @property
    def values(self) -> frozenset[Value]:
        """The values of the cell."""
        axes = zip(self.grid.axes, self.key, strict=True)
        return frozenset((axis.fact, axis.members[index][0]) for axis, index in axes)


def proof(grids: Iterable[Grid], value_place: Callable[[str, str], Place | None], today: date) -> Iterator[Finding]:
    """Mistakes in tables: cells without a row, and cells where one source says two things.

    Args:
        grids: the tables, written out.
        value_place: where a value of a fact is written; None if nowhere.
        today: a day for tables that never change.
    """
    ended: dict[Place, list[_Gap]] = {}
    never: dict[str, list[_Gap]] = {}
    for grid in grids:
        for gap in _gaps(grid, today):
            if gap.ended:
                ended.setdefault(gap.ended.place, []).append(gap)
            else:
                never.setdefault(grid.table.question, []).append(gap)
        yield from _doubled(grid, today)
    for gaps in ended.values():
        yield _after_the_end(gaps)
    yield from _never_answered(never, value_place)


def _gaps(grid: Grid, today: date) -> Iterator[_Gap]:
    """The cells without a row, each at its first interval without one."""
    known: set[CellKey] = set()
    for interval, cells in enumerate(grid.cells):
        missing = [key for key, rows in cells.items() if not rows and not leaves_open(grid, key)]
        before = grid.cells[interval - 1] if interval else {}
        going_on = {before[key][0].id for key, rows in cells.items() if rows and before.get(key)} if missing else set()
        for key in missing:
            if key not in known:
                known.add(key)
                row = before[key][0] if before.get(key) else None
                ended = row if row and row.until and row.id not in going_on else None
                yield _Gap(grid, key, _day(grid, interval, today), ended)


def _after_the_end(gaps: list[_Gap]) -> Finding:
    """One finding for the gaps that the rows of a line leave when they end."""
    first = gaps[0]
    row, until = first.ended or first.grid.table.rows[0], first.day - timedelta(days=1)
    questions = dict.fromkeys(gap.grid.table.question for gap in gaps)
    where = f"table « {first.grid.table.question} »" if len(questions) == 1 else f"tables {', '.join(questions)}"
    problem = (
        f"{where} : rien ne répond après « {row.id} », qui finit le {until:%Y-%m-%d}, pour "
        f"{_case(first.grid, first.key, first.day)}{_others(gaps)}"
    )
    remedy = f"ajouter une ligne qui commence le lendemain (depuis: {first.day:%Y-%m-%d}), ou repousser « jusqu_a »"
    return Finding(row.place, problem, remedy)


def _never_answered(
    by_table: dict[str, list[_Gap]], value_place: Callable[[str, str], Place | None]
) -> Iterator[Finding]:
    """One finding for each table with cells that nothing answers; one for all tables that lack the same value."""
    shared = {question: frozenset.intersection(*(gap.values for gap in gaps)) for question, gaps in by_table.items()}
    counts = Counter(value for values in shared.values() for value in values)
    groups: dict[Value | str, list[_Gap]] = {}
    for question, gaps in by_table.items():
        common = max(shared[question], key=lambda value: (counts[value], value), default=None)
        groups.setdefault(common if common and counts[common] > 1 else question, []).extend(gaps)
    for cause, gaps in groups.items():
        first = gaps[0]
        case = f"{_case(first.grid, first.key, first.day)}{_others(gaps)}"
        if isinstance(cause, str):
            yield Finding(first.grid.table.place, f"table « {cause} » : aucune ligne pour {case}", _ADD)
            continue
        fact, value = cause
        questions = dict.fromkeys(gap.grid.table.question for gap in gaps)
        problem = f"rien ne répond à « {fact}: {value} » dans les tables {', '.join(questions)} : {case}"
        remedy = (
            f"dans chacune, ajouter une ligne « quand: {{{fact}: {value}}} », ou « {value} » au « quand » de la ligne "
            "qui lui convient ; pour renoncer à une valeur nouvelle, la retirer"
        )
        yield Finding(value_place(fact, value) or first.grid.table.place, problem, remedy)


def _others(gaps: list[_Gap]) -> str:
    return f" (et {len(gaps) - 1} autre{'s' if len(gaps) > 2 else ''} cas)" if len(gaps) > 1 else ""


def _doubled(grid: Grid, today: date) -> Iterator[Finding]:
    """Rows of one source that say two things. A row that conflicts with several others is reported once."""
    pairs: dict[frozenset[str], tuple[Row, Row, str]] = {}
    for interval, cells in enumerate(grid.cells):
        for key, rows in cells.items():
            by_source: dict[str, Row] = {}
            for row in rows:
                other = by_source.setdefault(row.source, row)
                pair = frozenset((row.id, other.id))
                if other is not row and pair not in pairs:
                    pairs[pair] = (row, other, _case(grid, key, _day(grid, interval, today)))
    while pairs:
        involved = [row for row, other, _ in pairs.values() for row in (row, other)]
        widest = max(involved, key=lambda row: (involved.count(row), bool(row.of_role), involved.index(row)))
        own = {pair: found for pair, found in pairs.items() if widest.id in pair}
        others = [other if row is widest else row for row, other, _ in own.values()]
        named = ", ".join(f"« {other.id} » ({other.place})" for other in others)
        away = f" ; un rôle s'en retire par « pour: {{{widest.of_role}: null}} » à sa ligne" if widest.of_role else ""
        yield Finding(
            widest.place,
            f"table « {grid.table.question} » : les lignes {named} et « {widest.id} » de la même source disent deux "
            f"choses pour {next(iter(own.values()))[2]}",
            f"rendre leurs « quand » ou leurs dates disjoints, ou retirer l'une des deux{away}",
        )
        pairs = {pair: found for pair, found in pairs.items() if pair not in own}


def _case(grid: Grid, key: CellKey, day: date) -> str:
    """A cell and a day, in words."""
    return f"{grid.case(key)} × le {day:%Y-%m-%d}" if key else f"le {day:%Y-%m-%d}"


def _day(grid: Grid, interval: int, today: date) -> date:
    """A day of an interval: its first, or for the earliest, the day before the next begins."""
    if interval:
        return grid.starts[interval - 1]
    return grid.starts[0] - timedelta(days=1) if grid.starts else today


def leaves_open(grid: Grid, key: CellKey) -> bool:
    """Whether a cell has a fact "not said". Without a row, that fact is asked for."""
    return any(index == axis.open_class for axis, index in zip(grid.axes, key, strict=True))
