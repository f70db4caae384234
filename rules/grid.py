"""The cells of a decision table, and the proof that each holds exactly what it should.

A table reads a few facts. Their values fall into classes that no row tells apart (109 territories into a handful of
zones), and the rows' dates cut time into intervals. The product of classes and intervals is small, so it is written
out once, at loading: that proves the table complete and free of overlaps, and makes every later decision a look-up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import product

from rules.errors import Finding
from rules.ids import FactId
from rules.model import HUB_ROLE, UNSPECIFIED, FactDefinition, Hub, Row, Table

CellKey = tuple[int, ...]


@dataclass(frozen=True)
class Axis:
    """One fact of a table: its values in classes. `open_class` is the class of "not said" where a row speaks of it."""

    fact: str
    class_of: Mapping[str, int]
    members: tuple[tuple[str, ...], ...]
    open_class: int | None

    def known_classes(self) -> tuple[int, ...]:
        """The classes of values said, without "not said"."""
        return tuple(i for i in range(len(self.members)) if i != self.open_class)


@dataclass(frozen=True)
class Grid:
    """A table written out. `cells[interval][key]` are the rows that hold there, the first to answer first.

    `tried` are all rows in that order.
    """

    table: Table
    axes: tuple[Axis, ...]
    starts: tuple[date, ...]
    cells: tuple[Mapping[CellKey, tuple[Row, ...]], ...]
    tried: tuple[Row, ...]

    def on(self, day: date) -> Mapping[CellKey, tuple[Row, ...]]:
        """The cells of the interval that `day` falls in."""
        return self.cells[bisect_right(self.starts, day)]


def build_grid(table: Table, facts: Mapping[str, FactDefinition], hubs: tuple[Hub, ...]) -> Grid:
    """Write a table out over its facts' classes and its date intervals."""
    return _written_out(table, tuple(facts[fact] for fact in table.reads), hubs)


@lru_cache(maxsize=512)
def _written_out(table: Table, read: tuple[FactDefinition, ...], hubs: tuple[Hub, ...]) -> Grid:
    """Kept: an edit changes one table or two, and all are loaded again."""
    axes = tuple(_axis(fact, table, hubs) for fact in read)
    starts = _starts(table, hubs)
    days = (starts[0] - timedelta(days=1) if starts else date.min, *starts)
    tried = tuple(sorted(table.rows, key=table.rank))
    cells: list[dict[CellKey, tuple[Row, ...]]] = []
    for day in days:
        live = [row for row in tried if row.holds_on(day)]
        rows_by_class = [[_holding(axis, index, live) for index in range(len(axis.members))] for axis in axes]
        interval: dict[CellKey, tuple[Row, ...]] = {}
        ordered: dict[frozenset[str], tuple[Row, ...]] = {}
        everywhere = frozenset(row.id for row in live)
        for key in product(*(range(len(axis.members)) for axis in axes)):
            held = everywhere.intersection(*(rows_by_class[position][index] for position, index in enumerate(key)))
            if held not in ordered:
                ordered[held] = tuple(row for row in live if row.id in held)
            interval[key] = ordered[held]
        cells.append({key: rows if _speaks(table, axes, key, rows, interval) else () for key, rows in interval.items()})
    return Grid(table, axes, starts, tuple(cells), tried)


def _speaks(
    table: Table,
    axes: tuple[Axis, ...],
    key: CellKey,
    rows: tuple[Row, ...],
    interval: Mapping[CellKey, tuple[Row, ...]],
) -> bool:
    """Whether the rows of a cell may answer. Where a fact is not said, a lower source that does not tell its values
    apart must not answer in place of a higher one that does.
    """
    if not rows or all(index != axis.open_class for axis, index in zip(axes, key, strict=True)):
        return True
    if table.rank(rows[0]) == 0:
        return True  # nothing is higher
    stated = product(
        *(axis.known_classes() if index == axis.open_class else (index,) for axis, index in zip(axes, key, strict=True))
    )
    best = min((table.rank(interval[case][0]) for case in stated if interval[case]), default=0)
    return table.rank(rows[0]) <= best


def proof(grid: Grid, today: date) -> Iterator[Finding]:
    """Everything wrong with a table: cells without a row, and cells where one source says two things."""
    missing: set[str] = set()
    doubled: set[frozenset[str]] = set()
    for interval, cells in enumerate(grid.cells):
        day = grid.starts[interval - 1] if interval else (grid.starts[0] - timedelta(days=1) if grid.starts else today)
        for key, rows in cells.items():
            if not rows and not _mentions_unspecified(grid, key):
                gap = _witness(grid, key, None)
                if gap not in missing:
                    missing.add(gap)
                    yield Finding(
                        grid.table.place,
                        f"table « {grid.table.question} » : aucune ligne pour {_witness(grid, key, day)}",
                        "ajouter une ligne pour ce cas, ou élargir le « quand » ou les dates d'une ligne voisine",
                    )
            by_source: dict[str, Row] = {}
            for row in rows:
                other = by_source.setdefault(row.source, row)
                pair = frozenset((row.id, other.id))
                if other is not row and pair not in doubled:
                    doubled.add(pair)
                    yield Finding(
                        row.place,
                        f"table « {grid.table.question} » : les lignes « {other.id} » ({other.place}) et « {row.id} » "
                        f"de la même source disent deux choses pour {_witness(grid, key, day)}",
                        "rendre leurs « quand » ou leurs dates disjoints, ou retirer l'une des deux",
                    )


def _axis(fact: FactDefinition, table: Table, hubs: tuple[Hub, ...]) -> Axis:
    conditions = list(dict.fromkeys(dict(row.when)[fact.id] for row in table.rows if fact.id in dict(row.when)))
    if fact.id == FactId.PLACE and any(HUB_ROLE in row.then.organisations for row in table.rows):
        # Rows that name "the hub" answer differently in each hub's departments, though they do not list them.
        conditions += list(dict.fromkeys(hub.departments for hub in hubs))
    classes: dict[tuple[bool, ...], list[str]] = {}
    for value in fact.values:
        classes.setdefault(tuple(value in condition for condition in conditions), []).append(value)
    members = [tuple(values) for values in classes.values()]
    open_class = None
    if any(UNSPECIFIED in condition for condition in conditions):
        open_class = len(members)
        members.append((UNSPECIFIED,))
    class_of = {value: index for index, values in enumerate(members) for value in values}
    return Axis(fact.id, class_of, tuple(members), open_class)


def _starts(table: Table, hubs: tuple[Hub, ...]) -> tuple[date, ...]:
    starts = {row.since for row in table.rows if row.since}
    starts |= {row.until + timedelta(days=1) for row in table.rows if row.until}
    if any(HUB_ROLE in row.then.organisations for row in table.rows):
        starts |= {hub.since for hub in hubs if hub.since}
        starts |= {hub.until + timedelta(days=1) for hub in hubs if hub.until}
    return tuple(sorted(starts))


def _holding(axis: Axis, index: int, rows: list[Row]) -> frozenset[str]:
    value = axis.members[index][0]
    holding = set()
    for row in rows:
        condition = dict(row.when).get(axis.fact)
        if condition is None or value in condition:
            holding.add(row.id)
    return frozenset(holding)


def _mentions_unspecified(grid: Grid, key: CellKey) -> bool:
    return any(index == axis.open_class for axis, index in zip(grid.axes, key, strict=True))


def _witness(grid: Grid, key: CellKey, day: date | None) -> str:
    parts = [f"{axis.fact} = {axis.members[index][0]}" for axis, index in zip(grid.axes, key, strict=True)]
    if day is not None:
        parts.append(f"le {day:%Y-%m-%d}")
    return " × ".join(parts) or "tous les cas"
