"""The situations in which an answer can differ between two versions: those that reach a differing cell of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import product
from typing import cast

import numpy as np
from numpy.typing import NDArray

from bot.maintenance.cases.enumeration import Dimensions
from bot.maintenance.diff.dependencies import Basis
from rules.grid import Axis, Grid
from rules.ids import FactId
from rules.model import UNSPECIFIED, Row

MayDiffer = Callable[[Mapping[str, str], date], bool]
"""Whether the answer to stated facts can differ on a day; false only if it surely does not."""

_Grids = tuple[Grid, Grid]
_Bases = tuple[Basis, Basis]


def may_differ(
    dimensions: Dimensions, grids: tuple[object, object], bases: tuple[Basis | None, Basis | None]
) -> MayDiffer:
    """Compare a question's two tables.

    Args:
        dimensions: what tells its answers apart.
        grids: its table in both versions; None if a version lacks it.
        bases: what its answers depend on in both.
    """
    old, new = bases
    if old is None or new is None or old.frame != new.frame or not _same_domains(old, new):
        return lambda _stated, _day: True
    reads = cast(Grid, grids[1]).table.reads
    if any(old.facts[fact].implied for fact in old.facts if fact not in reads):
        return lambda _stated, _day: True  # it implies a fact that the table reads
    return _Cells(dimensions, cast(_Grids, grids), (old, new)).reached


def _same_domains(old: Basis, new: Basis) -> bool:
    """Whether facts mean the same in both versions, for the values that both know."""
    return old.facts.keys() == new.facts.keys() and all(
        domain.among(new.facts[fact].values) == new.facts[fact].among(domain.values)
        for fact, domain in old.facts.items()
    )


class _Cells:
    """The cells of a question's two tables, by classes of values that neither tells apart."""

    def __init__(self, dimensions: Dimensions, grids: _Grids, bases: _Bases) -> None:
        self._grids = grids
        self._bases = bases
        old, new = bases
        self._edited = {name for name in old.rows.keys() & new.rows.keys() if old.rows[name] != new.rows[name]}
        self._values = {
            fact: [each[0] for group in groups for each in group]
            for fact, groups in dimensions.classes.items()
            if fact in grids[1].table.reads
        }
        self._differing: dict[date, NDArray[np.bool_]] = {}

    def reached(self, stated: Mapping[str, str], day: date) -> bool:
        """Whether the stated facts lead to a differing cell."""
        if not all(self._is_known(fact, value) for fact, value in stated.items()):
            return True
        if day not in self._differing:
            self._differing[day] = self._found(day)
        at = tuple(values.index(stated.get(fact, UNSPECIFIED)) for fact, values in self._values.items())
        return bool(self._differing[day][at])

    def _found(self, day: date) -> NDArray[np.bool_]:
        """Whether the cells differ, for each combination of values, unstated ones included."""
        found = np.zeros([len(values) for values in self._values.values()], bool)
        for at, situation in zip(np.ndindex(*found.shape), product(*self._values.values()), strict=True):
            found[at] = self._differs(dict(zip(self._values, situation, strict=True)), day)
        for axis, values in enumerate(self._values.values()):
            if UNSPECIFIED in values:  # leads to all other values, besides its own cell
                unsaid = (slice(None),) * axis + (values.index(UNSPECIFIED),)
                found[unsaid] = found.any(axis)
        return found

    def _differs(self, facts: Mapping[str, str], day: date) -> bool:
        cited = facts.get(FactId.CITED_ORGANISATION, UNSPECIFIED)
        if not all(self._is_known(fact, value) for fact, value in facts.items() if value != UNSPECIFIED):
            return True
        if self._bases[0].cited.get(cited) != self._bases[1].cited.get(cited):
            return True
        old, new = (_rows(grid, facts, day) for grid in self._grids)
        return old != new or not self._edited.isdisjoint(old)

    def _is_known(self, fact: str, value: str) -> bool:
        """Whether both versions know a value."""
        return all(fact not in basis.facts or value in basis.facts[fact].values for basis in self._bases)


def _rows(grid: Grid, facts: Mapping[str, str], day: date) -> tuple[str, ...]:
    """The rows of a cell, in order of precedence; empty if the table has no class "not said" for an unstated fact."""
    key = tuple(_class(axis, facts.get(axis.fact)) for axis in grid.axes)
    rows: tuple[Row, ...] = grid.on(day).get(cast("tuple[int, ...]", key), ())
    return tuple(row.id for row in rows)


def _class(axis: Axis, value: str | None) -> int | None:
    """The class of a value; a fact that makes no difference has only one."""
    if value is None:
        return 0
    return axis.open_class if value == UNSPECIFIED else axis.class_of[value]
