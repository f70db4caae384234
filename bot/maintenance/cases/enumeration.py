"""Every situation of a question on a day, and what it is answered. Situations with the same answer are one case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import product
from typing import cast

from bot.maintenance.cases.merging import merged
from nlu.dialogue.history import Thread
from rules.decision import Answer, Ask, Decision, Unknown
from rules.engine import CONTACT_TABLE, decide
from rules.grid import Grid
from rules.model import QUOTED_ROLE, UNSPECIFIED, Programme, Row

TERRITORY = "territoire"

Class = tuple[str, ...]
"""Values of a fact that no row tells apart; (UNSPECIFIED,) is "not said"."""

Situation = tuple[Class, ...]
"""A class for each fact of a question, in the order of :attr:`Survey.facts`."""

Box = tuple[frozenset[Class], ...]


@dataclass(frozen=True)
class Period:
    """A time in which a question's answers do not change, both days included; None where it is open."""

    since: date | None
    until: date | None

    def holds_on(self, day: date) -> bool:
        """Whether a day is in it."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def day(self, today: date) -> date:
        """A day to answer for: today where it is in the period, else its first day, or its last where it has none."""
        return today if self.holds_on(today) else self.since or self.until or today


@dataclass(frozen=True)
class Case:
    """Situations that get one answer.

    `when`: the situations, each as the values of the facts that matter, "not said" included; all of them where it is
    one without facts. `facts` and `codes` are one of these situations as an adviser states it; no codes: no territory.
    `rows` are those that answer in any of the situations, those of the notices included.
    """

    question: str
    decision: Answer | Unknown
    when: tuple[Mapping[str, tuple[str, ...]], ...]
    facts: Mapping[str, str]
    codes: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def reviewed(self) -> date:
        """The day since which nothing of the answer went without a review."""
        return min(row.reviewed for row in self.rows)

    @property
    def review_before(self) -> date:
        """The first day by which a part of the answer is to be reviewed."""
        return min(row.review_before for row in self.rows)


@dataclass(frozen=True)
class Survey:
    """All situations of a question, with what is decided in each on a day."""

    question: str
    facts: tuple[str, ...]
    decisions: Mapping[Situation, Decision]

    @cached_property
    def said(self) -> Mapping[Situation, object]:
        """What an adviser gets to read in each situation: the same where the answer is the same."""
        return {situation: _said(decision) for situation, decision in self.decisions.items()}

    @cached_property
    def local(self) -> frozenset[Situation]:
        """The situations whose answer depends on the territory."""
        if TERRITORY not in self.facts:
            return frozenset()
        position = self.facts.index(TERRITORY)
        alike: dict[Situation, list[Situation]] = {}
        for situation in self.decisions:
            if situation[position] != (UNSPECIFIED,):
                alike.setdefault((*situation[:position], *situation[position + 1 :]), []).append(situation)
        return frozenset(
            one for these in alike.values() if len({self.said[each] for each in these}) > 1 for one in these
        )

    def class_of(self, code: str) -> Class | None:
        """The territories that this question treats as it does this one; None where it treats all alike."""
        if TERRITORY not in self.facts:
            return None
        position = self.facts.index(TERRITORY)
        return next(situation[position] for situation in self.decisions if code in situation[position])

    def cases(self, of: Class | None = None, *, local: bool = False, unlike: Survey | None = None) -> list[Case]:
        """The cases, in the order of the table's facts; what would be asked back is none.

        Args:
            of: only those of these territories.
            local: only those whose answer depends on the territory.
            unlike: only situations that are answered otherwise in this survey of another day.
        """
        position = self.facts.index(TERRITORY) if of else 0
        here = {one: decision for one, decision in self.decisions.items() if not of or one[position] == of}
        groups: dict[object, list[Situation]] = {}
        for one, decision in here.items():
            changed = unlike is None or self.said[one] != unlike.said[one]
            if changed and not isinstance(decision, Ask) and (not local or one in self.local):
                groups.setdefault(self.said[one], []).append(one)
        return [self._case(situations, here) for situations in groups.values()]

    def _case(self, situations: list[Situation], here: Mapping[Situation, Decision]) -> Case:
        boxes = merged(tuple(frozenset({one}) for one in situation) for situation in situations)
        classes = [
            list(dict.fromkeys(situation[position] for situation in here)) for position in range(len(self.facts))
        ]
        when = []
        for box in boxes:
            stated = {}
            for position, fact in enumerate(self.facts):
                if not _whole(box, position, classes[position], here):
                    # In the order in which the classes stand in the files.
                    stated[fact] = tuple(value for one in classes[position] if one in box[position] for value in one)
            when.append(stated)
        first = situations[0]
        facts = {
            fact: values[0]
            for fact, values in zip(self.facts, first, strict=True)
            if fact != TERRITORY and values != (UNSPECIFIED,)
        }
        decisions = [decision for one in situations if not isinstance(decision := here[one], Ask)]
        return Case(
            self.question,
            decisions[0],
            tuple(when),
            facts,
            self._codes(next(box for box in boxes if all(one in part for one, part in zip(first, box, strict=True)))),
            tuple(dict.fromkeys(row for decision in decisions for row in rows_of(decision))),
        )

    def _codes(self, box: Box) -> tuple[str, ...]:
        if TERRITORY not in self.facts:
            return ()
        classes = box[self.facts.index(TERRITORY)]
        return () if (UNSPECIFIED,) in classes else tuple(sorted(code for one in classes for code in one))


def survey(programme: Programme, question: str, on: date) -> Survey:
    """Decide a question in all its situations on a day."""
    facts = Thread(programme).reads(question)
    own = len(programme.tables[question].reads)
    classes = [_classes(programme, question, fact) for fact in facts]
    decisions: dict[Situation, Decision] = {}
    for first in product(*classes[:own]):
        decision = decide(programme, question, dict(_stated(facts, first)), on=on)
        by_contact = not isinstance(decision, Ask) and decision.contact is not None
        for rest in product(*classes[own:]):
            # The facts after the table's own only tell whom to ask: elsewhere they change nothing.
            situation = (*first, *rest)
            stated = dict(_stated(facts, situation))
            decisions[situation] = decide(programme, question, stated, on=on) if by_contact and rest else decision
    return Survey(question, facts, decisions)


def periods(programme: Programme, question: str) -> tuple[Period, ...]:
    """The times between which a question's answers change, the oldest first."""
    starts = sorted({start for grid in _grids(programme, question) for start in grid.starts})
    lasts = [start - timedelta(days=1) for start in starts]
    return tuple(map(Period, (None, *starts), (*lasts, None)))


def tells_territories_apart(programme: Programme, question: str) -> bool:
    """Whether a table's own rows answer differently by territory, not only those that say whom to ask."""
    grid = cast(Grid, programme.grids[question])
    return any(axis.fact == TERRITORY and len(axis.known_classes()) > 1 for axis in grid.axes)


def rows_of(decision: Answer | Unknown) -> tuple[Row, ...]:
    """The rows that a decision rests on: its own, then those of its notices."""
    own = decision.trace.deciding
    return (*((own,) if own else ()), *(notice.row for notice in decision.notices))


def _grids(programme: Programme, question: str) -> tuple[Grid, ...]:
    by_contact = any(row.then.contact_by_course for row in programme.tables[question].rows)
    names = (question, CONTACT_TABLE) if by_contact else (question,)
    return tuple(cast(Grid, programme.grids[name]) for name in names)


def _classes(programme: Programme, question: str, fact: str) -> list[Class]:
    axes = [axis for grid in _grids(programme, question) for axis in grid.axes if axis.fact == fact]
    classes: dict[object, list[str]] = {}
    for value in programme.facts[fact].values:
        # Which organisation the adviser names is part of the answer, whether rows tell them apart or not.
        key: object = value if fact == QUOTED_ROLE else tuple(axis.class_of[value] for axis in axes)
        classes.setdefault(key, []).append(value)
    # Where each value is answered in turn, "not said" has no answer of its own.
    unsaid = [] if fact in dict(programme.tables[question].each) else [(UNSPECIFIED,)]
    return [*map(tuple, classes.values()), *unsaid]


def _stated(facts: Sequence[str], situation: Situation) -> Iterable[tuple[str, str]]:
    return ((fact, one[0]) for fact, one in zip(facts, situation, strict=False) if one != (UNSPECIFIED,))


def _said(decision: Decision) -> object:
    """Equal for two decisions exactly where an adviser reads the same."""
    if isinstance(decision, Ask):
        return decision.fact
    return (
        type(decision),
        decision.wording,
        decision.contact,
        tuple(one.id for one in decision.organisations),
        tuple(link.url for _, link in decision.links),
        decision.figures,
        decision.citation,
        tuple((one.wording, one.citation, one.figures) for one in decision.notices),
    )


def _whole(box: Box, position: int, classes: Iterable[Class], here: Mapping[Situation, Decision]) -> bool:
    """Whether a fact does not matter to a box: it has all its classes, save those in which the fact is asked for."""
    return all(
        one in box[position]
        or all(isinstance(here[situation], Ask) for situation in product(*box[:position], (one,), *box[position + 1 :]))
        for one in classes
    )
