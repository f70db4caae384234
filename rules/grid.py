"""The cells of a decision table.

A table reads a few facts. Their values fall into classes that no row tells apart (109 territories into a handful of
zones), and the rows' dates cut time into intervals. The product of classes and intervals is small, so it is written
out once, at loading: that lets the table be proved complete and free of overlaps (`proof.py`), and makes every later
decision a look-up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import product

from rules.facts import FactDefinition
from rules.ids import FactId, QuestionId
from rules.model import UNSPECIFIED, Row, Table

CellKey = tuple[int, ...]


@dataclass(frozen=True)
class Axis:
    """One fact of a table, its values grouped into classes that no row tells apart.

    Attributes:
        fact: the fact.
        class_of: the class of each value.
        members: the values of each class.
        open_class: the class "not said"; None if no row mentions it.
        offered_classes: the classes of the values offered when the fact is asked for.
    """

    fact: str
    class_of: Mapping[str, int]
    members: tuple[tuple[str, ...], ...]
    open_class: int | None
    offered_classes: tuple[int, ...]

    def known_classes(self) -> tuple[int, ...]:
        """All classes except "not said"."""
        return tuple(i for i in range(len(self.members)) if i != self.open_class)


@dataclass(frozen=True)
class Grid:
    """A table written out.

    Attributes:
        table: the table.
        axes: its facts, in the order it reads them.
        starts: the first day of each interval but the earliest.
        cells: for each interval and key, the rows that hold there, in order of precedence.
        tried: all rows in that order.
    """

    table: Table
    axes: tuple[Axis, ...]
    starts: tuple[date, ...]
    cells: tuple[Mapping[CellKey, tuple[Row, ...]], ...]
    tried: tuple[Row, ...]

    def on(self, day: date) -> Mapping[CellKey, tuple[Row, ...]]:
        """The cells of the interval that `day` falls in."""
        return self.cells[bisect_right(self.starts, day)]

    def case(self, key: CellKey) -> str:
        """A cell in words: "parcours = modules × territoire = 40". The first value stands for its class."""
        parts = [f"{axis.fact} = {axis.members[index][0]}" for axis, index in zip(self.axes, key, strict=True)]
        return " × ".join(parts) or "tous les cas"


def build_grid(table: Table, facts: Mapping[str, FactDefinition]) -> Grid:
    """Write a table out over its facts' classes and its date intervals."""
    return _written_out(table, tuple(facts[fact] for fact in table.reads))


@lru_cache(maxsize=512)
def _written_out(table: Table, read: tuple[FactDefinition, ...]) -> Grid:
    """Cached, since an edit changes one or two tables and all are loaded again."""
    axes = tuple(_axis(fact, table) for fact in read)
    starts = _starts(table)
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
                rows = [row for row in live if row.id in held]
                ordered[held] = tuple([row for row in rows if not row.otherwise] or rows)
            interval[key] = ordered[held]
        highest = table.rank(live[0]) if live else 0
        cells.append(
            {key: rows if _speaks(table, axes, key, rows, interval, highest) else () for key, rows in interval.items()}
        )
    return Grid(table, axes, starts, tuple(cells), tried)


def _speaks(
    table: Table,
    axes: tuple[Axis, ...],
    key: CellKey,
    rows: tuple[Row, ...],
    interval: Mapping[CellKey, tuple[Row, ...]],
    highest: int,
) -> bool:
    """Whether the rows of a cell may answer.

    If a fact is not said, a source that ignores it must not answer in place of a higher source that tells its values
    apart: the fact is asked for instead. Only offered values count, since asking reveals no others. Two exceptions: the
    contact table never asks back, and naming no organisation means all of them.

    Args:
        table: the table.
        axes: its facts.
        key: the cell.
        rows: the rows that hold there.
        interval: all cells of the interval.
        highest: the least rank of all rows.
    """
    unsaid = [
        index == axis.open_class and axis.fact != FactId.CITED_ORGANISATION
        for axis, index in zip(axes, key, strict=True)
    ]
    if not rows or not any(unsaid) or table.question == QuestionId.CONTACT:
        return True
    if table.rank(rows[0]) == highest:
        return True
    stated = product(
        *(axis.offered_classes if is_open else (index,) for axis, index, is_open in zip(axes, key, unsaid, strict=True))
    )
    best = min((table.rank(interval[case][0]) for case in stated if interval[case]), default=0)
    return table.rank(rows[0]) <= best


def _axis(fact: FactDefinition, table: Table) -> Axis:
    conditions = list(dict.fromkeys(dict(row.when)[fact.id] for row in table.rows if fact.id in dict(row.when)))
    classes: dict[tuple[bool, ...], list[str]] = {}
    for value in fact.values:
        classes.setdefault(tuple(value in condition for condition in conditions), []).append(value)
    members = [tuple(values) for values in classes.values()]
    open_class = None
    if any(UNSPECIFIED in condition for condition in conditions):
        open_class = len(members)
        members.append((UNSPECIFIED,))
    class_of = {value: index for index, values in enumerate(members) for value in values}
    offered = tuple(sorted({class_of[value] for value in fact.offered or fact.values}))
    return Axis(fact.id, class_of, tuple(members), open_class, offered)


def _starts(table: Table) -> tuple[date, ...]:
    starts = {row.since for row in table.rows if row.since}
    starts |= {row.until + timedelta(days=1) for row in table.rows if row.until}
    return tuple(sorted(starts))


def _holding(axis: Axis, index: int, rows: list[Row]) -> frozenset[str]:
    value = axis.members[index][0]
    holding = set()
    for row in rows:
        condition = dict(row.when).get(axis.fact)
        if condition is None or value in condition:
            holding.add(row.id)
    return frozenset(holding)
