"""Which answers differ between two versions: every question, for every territory, fact and date, in every language.

Values that neither version tells apart are answered once: the classes of both versions' tables, refined by each other,
and the dates on which either changes. The table of contacts refines further where an answer leaves it the last word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import cast

from bot.maintenance.cases.merging import merged
from bot.maintenance.diff.rendered_answers import Told, Version, Views
from rules.engine import CONTACT_TABLE
from rules.grid import Grid
from rules.model import QUOTED_ROLE, UNSPECIFIED, Place, Row, Table

TERRITORY = "territoire"
DATES = "dates"
"""The dimension of the date intervals, beside the facts."""

_NOWHERE = Place(Path(), 0)

Value = str | int | None
"""Of a dimension: a fact's value, None where the adviser has not said it, or the number of a date interval."""

Part = frozenset[Value]
Box = tuple[Part, ...]
"""Cases that are alike: one part of each dimension, in the order of the dimensions."""


@dataclass(frozen=True)
class Dimensions:
    """What the answer to a question can depend on, and every value of it.

    `starts` are the days on which one date interval ends and the next begins.
    """

    values: Mapping[str, tuple[Value, ...]]
    starts: tuple[date, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The dimensions, in order."""
        return tuple(self.values)

    def day(self, interval: int) -> date:
        """A day of an interval."""
        if interval:
            return self.starts[interval - 1]
        return self.starts[0] - timedelta(days=1) if self.starts else date.today()

    def interval(self, day: date) -> int:
        """The interval of a day."""
        return bisect_right(self.starts, day)


@dataclass(frozen=True)
class Change:
    """The same change in the boxes: what was told before and what is told after, in every language."""

    before: Views
    after: Views
    boxes: tuple[Box, ...]
    rows_before: tuple[Row, ...]
    rows_after: tuple[Row, ...]


@dataclass(frozen=True)
class ChangedQuestion:
    """A question some of whose answers change."""

    question: str
    dimensions: Dimensions
    changes: tuple[Change, ...]


def changed_questions(old: Version, new: Version) -> Iterator[ChangedQuestion]:
    """The questions of both versions some of whose answers differ."""
    for question in new.programme.tables:
        if question in old.programme.tables and _rests_on(question, old) != _rests_on(question, new):
            found = _Comparison(question, old, new).changes()
            if found.changes:
                yield found


def _rests_on(question: str, version: Version) -> tuple[object, ...]:
    """Everything that the answers to a question can depend on; where it is the same, nothing is to be asked."""
    programme = version.programme
    tables = [_unplaced(programme.tables[question])]
    if any(row.then.contact_by_course for row in tables[0].rows):
        tables.append(_unplaced(programme.tables[CONTACT_TABLE]))
    named = {row.then.wording for table in tables for row in table.rows}
    words = version.content.words.values()
    said = [(one.demands, one.interface, {name: one.answers.get(name) for name in named}) for one in words]
    base = (programme.sources, programme.territories, programme.organisations, programme.hubs, programme.facts)
    return *base, tables, said


def _unplaced(table: Table) -> Table:
    """A table without where it is written."""
    return replace(table, place=_NOWHERE, rows=tuple(replace(row, place=_NOWHERE) for row in table.rows))


class _Comparison:
    """One question in two versions."""

    def __init__(self, question: str, old: Version, new: Version) -> None:
        self._question = question
        self._old = old
        self._new = new
        tables = [version.programme.tables[question] for version in (old, new)]
        own = [cast(Grid, version.programme.grids[question]) for version in (old, new)]
        self._contacts = (
            [cast(Grid, version.programme.grids[CONTACT_TABLE]) for version in (old, new)]
            if any(row.then.contact_by_course for table in tables for row in table.rows)
            else []
        )
        names = dict.fromkeys(fact for table in tables for fact in table.reads)
        names |= dict.fromkeys(fact for grid in self._contacts for fact in grid.table.reads)
        self._quoted = any(map(_quotes, tables))
        codes = _common(TERRITORY, old, new)
        self._renamed = frozenset(code for code in codes if old.within(code) != new.within(code))
        starts = tuple(sorted({start for grid in (*own, *self._contacts) for start in grid.starts}))
        facts: dict[str, tuple[Value, ...]] = {fact: (*_common(fact, old, new), None) for fact in names}
        # Of a place the answer can depend by its name alone.
        facts.setdefault(TERRITORY, (*_common(TERRITORY, old, new), None))
        self._dimensions = Dimensions({**facts, DATES: tuple(range(len(starts) + 1))}, starts)
        self._options = {name: self._split(frozenset(values), name, own) for name, values in facts.items()}
        self._options[DATES] = self._periods(own, frozenset(range(len(starts) + 1)))

    def changes(self) -> ChangedQuestion:
        """Every change, each with the cases it is found in."""
        found: dict[tuple[Views, Views], tuple[list[Box], dict[Row, None], dict[Row, None]]] = {}
        for box in product(*self._options.values()):
            for part, before, after in self._told(box):
                if before.views == after.views and not (self._renamed and after.placed):
                    continue
                for inside, shown in self._differing(part, before, after):
                    boxes, rows_before, rows_after = found.setdefault(shown, ([], {}, {}))
                    boxes.append(inside)
                    rows_before |= dict.fromkeys(before.rows)
                    rows_after |= dict.fromkeys(after.rows)
        return ChangedQuestion(
            self._question,
            self._dimensions,
            tuple(
                Change(*shown, merged(boxes), *_deciding(tuple(rows_before), tuple(rows_after)))
                for shown, (boxes, rows_before, rows_after) in found.items()
            ),
        )

    def _told(self, box: Box) -> Iterator[tuple[Box, Told, Told]]:
        """What both versions tell in a box, which is cut where the table of contacts cuts it."""
        before, after = self._answers(box)
        if not (before.by_contact or after.by_contact):
            yield box, before, after
            return
        parts = [
            self._periods(self._contacts, part) if name == DATES else self._split(part, name, self._contacts)
            for name, part in zip(self._dimensions.names, box, strict=True)
        ]
        for finer in product(*parts):
            yield finer, *self._answers(finer)

    def _answers(self, box: Box) -> tuple[Told, Told]:
        """What both versions tell in the first case of a box."""
        case = {name: self._first(name, part) for name, part in zip(self._dimensions.names, box, strict=True)}
        day = self._dimensions.day(cast(int, case.pop(DATES)))
        code = cast("str | None", case.pop(TERRITORY))
        facts = {fact: str(value) for fact, value in case.items() if value is not None}
        before = self._old.told(self._question, facts, code, day)
        return before, self._new.told(self._question, facts, code, day)

    def _first(self, name: str, part: Part) -> Value:
        """A value that stands for a part: "not said" only where nothing else does."""
        return next(value for value in self._dimensions.values[name] if value in part)

    def _differing(self, box: Box, before: Told, after: Told) -> Iterator[tuple[Box, tuple[Views, Views]]]:
        """The territories of a box where an adviser sees a difference, with what is seen.

        The name of the place stays open where it is the same in both versions, so that one change is one.
        """
        at = self._dimensions.names.index(TERRITORY)
        if not (before.placed or after.placed):
            yield box, (before.views, after.views)
            return
        alike: set[Value] = set()
        for code in box[at]:
            seen = before.at(self._old.within(str(code))), after.at(self._new.within(str(code)))
            if seen[0] == seen[1]:
                continue
            if code not in self._renamed:
                alike.add(code)
            else:
                yield (*box[:at], frozenset({code}), *box[at + 1 :]), seen
        if alike:
            yield (*box[:at], frozenset(alike), *box[at + 1 :]), (before.views, after.views)

    def _split(self, part: Part, fact: str, grids: Iterable[Grid]) -> tuple[Part, ...]:
        """A part of a fact's values, cut into those that no version tells apart."""
        axes = [axis for grid in grids for axis in grid.axes if axis.fact == fact]
        if not axes and fact not in (QUOTED_ROLE, TERRITORY):
            return (part,)
        classes: dict[tuple[object, ...], set[Value]] = {}
        for value in sorted(part, key=str):
            known = tuple(axis.class_of[str(value)] for axis in axes) if value is not None else (UNSPECIFIED,)
            alone = value if self._quoted and fact == QUOTED_ROLE else None
            classes.setdefault((*known, alone), set()).add(value)
        return tuple(frozenset(values) for values in classes.values())

    def _periods(self, grids: Iterable[Grid], part: Part) -> tuple[Part, ...]:
        """A part of the date intervals, cut where a table's rows begin and end."""
        periods: dict[tuple[int, ...], set[Value]] = {}
        for interval in sorted(cast("frozenset[int]", part)):
            day = self._dimensions.day(interval)
            periods.setdefault(tuple(bisect_right(grid.starts, day) for grid in grids), set()).add(interval)
        return tuple(frozenset(values) for values in periods.values())


def _deciding(before: tuple[Row, ...], after: tuple[Row, ...]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows that make the difference: those of one version only, else all."""
    names = {row.id for row in before} & {row.id for row in after}
    only = tuple(row for row in before if row.id not in names), tuple(row for row in after if row.id not in names)
    return only if any(only) else (before, after)


def _common(fact: str, old: Version, new: Version) -> tuple[str, ...]:
    """The values of a fact that both versions know, or the only one that knows the fact."""
    known = [version.programme.facts[fact].values for version in (old, new) if fact in version.programme.facts]
    return tuple(value for value in known[-1] if all(value in values for values in known))


def _quotes(table: Table) -> bool:
    """Whether a table answers with the organisation that the adviser named."""
    return any(
        QUOTED_ROLE in row.then.organisations or any(link.startswith(f"{QUOTED_ROLE}.") for link in row.then.links)
        for row in table.rows
    )
