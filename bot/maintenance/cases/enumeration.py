"""Every situation that a question distinguishes, and its answer on a day. Situations with the same answer are one case.

Values that no row tells apart are answered once. The classes of values come from the question's own table. If an answer
depends on the contact table, that table's classes refine them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import chain, compress, product
from typing import Final, TypeVar, cast

from bot.maintenance.cases.merging import merged
from rules.decision import Answer, Ask, Decision, Unknown
from rules.engine import decide
from rules.grid import Grid
from rules.ids import FactId, QuestionId
from rules.model import UNSPECIFIED, Programme, Row

T = TypeVar("T")

Class = tuple[str, ...]
"""Values of a fact that no row tells apart; (UNSPECIFIED,) if the fact is not stated."""

Situation = tuple[Class, ...]
"""A class for each fact of a question, in the order of :attr:`Survey.facts`."""

Region = tuple[tuple[Class, ...], ...]
"""Situations with the same answer: some classes of each fact."""

Box = tuple[frozenset[Class], ...]

_ALWAYS_NAMED: Final = (FactId.PLACE, FactId.COURSE, FactId.PERSON)
"""Facts that an answer may show even if its table does not tell their values apart."""


@dataclass(frozen=True)
class Period:
    """A time in which a question's answers do not change; both days included, None for an open end."""

    since: date | None
    until: date | None

    def holds_on(self, day: date) -> bool:
        """Whether a day is in it."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def day(self, today: date) -> date:
        """A day to answer for: today if it is in the period, else its first day, else its last."""
        return today if self.holds_on(today) else self.since or self.until or today


@dataclass(frozen=True)
class Dimensions:
    """What the answers to a question depend on, in one or several versions of the programme.

    Attributes:
        classes: the classes of each fact, in groups with the same answer unless the contact table matters. For facts of
            the question's own table each class is a group. Facts that make no difference are left out.
        periods: the times in which answers do not change.
        contact_reads: the facts that decide whom to ask.
    """

    classes: Mapping[str, tuple[tuple[Class, ...], ...]]
    periods: tuple[Period, ...]
    contact_reads: frozenset[str] = frozenset()

    def answers(
        self,
        answer: Callable[[Mapping[str, str], Period], T],
        by_contact: Callable[[T], bool],
        *,
        like: Callable[[T], Hashable] | None = None,
    ) -> Iterator[tuple[Region, Period, T]]:
        """Answer every situation in every period; situations with the same answer come together.

        Args:
            answer: answers for some stated facts in a period.
            by_contact: whether an answer depends on the contact table.
            like: a key, equal for answers that are the same with the same contact; without it, each situation is
                answered.
        """
        read_by_contact = [fact in self.contact_reads for fact in self.classes]
        known: dict[Hashable, T] = {}
        for region in product(*self.classes.values()):
            for period in self.periods:
                answered = answer(self._stated(region), period)
                if not by_contact(answered):
                    yield region, period, answered
                    continue
                for situation in product(*region):
                    part = tuple((each,) for each in situation)
                    if like is None:
                        yield part, period, answer(self._stated(part), period)
                        continue
                    alike = like(answered), period, tuple(compress(situation, read_by_contact))
                    if alike not in known:
                        known[alike] = answer(self._stated(part), period)
                    yield part, period, known[alike]

    def _stated(self, region: Region) -> dict[str, str]:
        first = {fact: classes[0][0] for fact, classes in zip(self.classes, region, strict=True)}
        return {fact: value for fact, value in first.items() if value != UNSPECIFIED}


@dataclass(frozen=True)
class Case:
    """Situations with the same answer.

    Attributes:
        question: the question.
        decision: the answer.
        when: the situations, as the values of the facts that matter, UNSPECIFIED included; an entry without facts means
            all.
        facts: the facts of one of these situations, as an adviser states them.
        codes: its departments; empty if no place is stated.
        rows: the rows that answer in any of the situations, notices included.
    """

    question: str
    decision: Answer | Unknown
    when: tuple[Mapping[str, tuple[str, ...]], ...]
    facts: Mapping[str, str]
    codes: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def reviewed(self) -> date:
        """The oldest review of its rows."""
        return min(row.reviewed for row in self.rows)

    @property
    def review_before(self) -> date:
        """The first day before which one of its rows must be reviewed."""
        return min(row.review_before for row in self.rows)


@dataclass(frozen=True)
class Survey:
    """All situations of a question, with the decision in each on a day."""

    question: str
    facts: tuple[str, ...]
    decisions: Mapping[Situation, Decision]

    @cached_property
    def shown(self) -> Mapping[Situation, object]:
        """What an adviser reads in each situation: equal if and only if the answers read the same."""
        return {situation: _shown(decision) for situation, decision in self.decisions.items()}

    @cached_property
    def local(self) -> frozenset[Situation]:
        """The situations whose answer depends on the territory."""
        if FactId.PLACE not in self.facts:
            return frozenset()
        position = self.facts.index(FactId.PLACE)
        elsewhere: dict[Situation, list[Situation]] = {}
        for situation in self.decisions:
            if situation[position] != (UNSPECIFIED,):
                elsewhere.setdefault((*situation[:position], *situation[position + 1 :]), []).append(situation)
        return frozenset(
            situation
            for situations in elsewhere.values()
            if len({self.shown[each] for each in situations}) > 1
            for situation in situations
        )

    def class_of(self, code: str) -> Class | None:
        """The territories that this question treats like the given one; None if it treats all alike."""
        if FactId.PLACE not in self.facts:
            return None
        position = self.facts.index(FactId.PLACE)
        return next(situation[position] for situation in self.decisions if code in situation[position])

    def cases(self, of: Class | None = None, *, local: bool = False, unlike: Survey | None = None) -> list[Case]:
        """The cases, in the order of the table's facts, without situations where a fact is asked for.

        Args:
            of: only the cases of these territories.
            local: only those whose answer depends on the territory.
            unlike: only situations answered differently in this survey of another day.
        """
        position = self.facts.index(FactId.PLACE) if of else 0
        here = {
            situation: decision for situation, decision in self.decisions.items() if not of or situation[position] == of
        }
        alike: dict[object, list[Situation]] = {}
        for situation, decision in here.items():
            shown = self.shown[situation]
            changed = unlike is None or shown != unlike.shown[situation]
            if changed and not isinstance(decision, Ask) and (not local or situation in self.local):
                alike.setdefault(shown, []).append(situation)
        classes = [list(dict.fromkeys(values)) for values in zip(*here, strict=True)]
        return [self._case(situations, here, classes) for situations in alike.values()]

    def _case(
        self, situations: list[Situation], here: Mapping[Situation, Decision], classes: Sequence[Sequence[Class]]
    ) -> Case:
        """One case; `classes` are those of each fact in `here`."""
        boxes = merged(tuple(frozenset({each}) for each in situation) for situation in situations)
        when = []
        for box in boxes:
            stated = {}
            for position, fact in enumerate(self.facts):
                if not _whole(box, position, classes[position], here):
                    # In the order of the files.
                    stated[fact] = tuple(value for each in classes[position] if each in box[position] for value in each)
            when.append(stated)
        first = situations[0]
        facts = {
            fact: values[0]
            for fact, values in zip(self.facts, first, strict=True)
            if fact != FactId.PLACE and values != (UNSPECIFIED,)
        }
        decisions = [decision for situation in situations if not isinstance(decision := here[situation], Ask)]
        box = next(box for box in boxes if all(each in part for each, part in zip(first, box, strict=True)))
        return Case(
            self.question,
            decisions[0],
            tuple(when),
            facts,
            self._codes(box),
            tuple(dict.fromkeys(row for decision in decisions for row in rows_of(decision))),
        )

    def _codes(self, box: Box) -> tuple[str, ...]:
        if FactId.PLACE not in self.facts:
            return ()
        classes = box[self.facts.index(FactId.PLACE)]
        return () if (UNSPECIFIED,) in classes else tuple(sorted(code for codes in classes for code in codes))


def survey(programme: Programme, question: str, on: date) -> Survey:
    """Decide a question in all its situations on a day."""
    # If each value is answered in turn, an unstated fact has no answer of its own.
    known = dimensions(question, programme, stated=dict(programme.tables[question].each))
    answers = replace(known, periods=(Period(on, on),)).answers(
        lambda facts, _: decide(programme, question, facts, on=on),
        lambda decision: not isinstance(decision, Ask) and any(row.then.contact_by_course for row in rows_of(decision)),
    )
    decisions = {situation: decision for region, _, decision in answers for situation in product(*region)}
    ordered = product(*(chain(*groups) for groups in known.classes.values()))
    return Survey(question, tuple(known.classes), {situation: decisions[situation] for situation in ordered})


def dimensions(
    question: str,
    *programmes: Programme,
    stated: Collection[str] = (),
    besides: Iterable[str] = (),
    dated_by: Iterable[str] = (),
    zones: Iterable[frozenset[str]] = (),
) -> Dimensions:
    """What the answers to a question depend on: the facts of its table, then those of the contact table.

    Args:
        question: a question of at least one of the programmes.
        programmes: the versions; a value that only some of them know is a class of its own.
        stated: facts that are always stated.
        besides: facts to enumerate even if no table reads them.
        dated_by: other questions on whose dates the answers may change.
        zones: territories for which a text says something different.
    """
    own = [cast(Grid, programme.grids[question]) for programme in programmes if question in programme.grids]
    by_contact = any(row.then.contact_by_course for grid in own for row in grid.table.rows)
    grids = [*own, *(cast(Grid, programme.grids[QuestionId.CONTACT]) for programme in programmes if by_contact)]
    facts = dict.fromkeys(chain(*(grid.table.reads for grid in grids), besides))
    classes: dict[str, tuple[tuple[Class, ...], ...]] = {}
    for fact in facts:
        split = _split(fact, grids, programmes, tuple(zones) if fact == FactId.PLACE else ())
        unsaid: tuple[Class, ...] = () if fact in stated else ((UNSPECIFIED,),)
        if not by_contact and len(split) == 1 and _is_idle(fact, own):
            continue
        if any(fact in grid.table.reads for grid in own):
            classes[fact] = tuple((each,) for each in (*split, *unsaid))
        else:
            classes[fact] = (split, unsaid) if unsaid else (split,)
    dated = [programme.grids[name] for programme in programmes for name in dated_by if name in programme.grids]
    starts = sorted({start for grid in (*grids, *dated) for start in cast(Grid, grid).starts})
    lasts = [start - timedelta(days=1) for start in starts]
    contact_reads = {fact for grid in grids[len(own) :] for fact in grid.table.reads}
    tell_contact = frozenset(
        fact for fact in facts if fact in contact_reads or _implied(fact, programmes) & contact_reads
    )
    return Dimensions(classes, tuple(map(Period, (None, *starts), (*lasts, None))), tell_contact)


def _is_idle(fact: str, grids: Iterable[Grid]) -> bool:
    """Whether stating one of a fact's indistinguishable values makes no difference to a question."""
    if fact in _ALWAYS_NAMED:
        return False
    axes = [axis for grid in grids for axis in grid.axes if axis.fact == fact]
    answered_in_turn = {name for grid in grids for name, _ in grid.table.each}
    reads = all(fact in grid.table.reads for grid in grids)  # else it may imply another fact
    return reads and fact not in answered_in_turn and all(len(axis.members) == 1 for axis in axes)


def _implied(fact: str, programmes: Iterable[Programme]) -> set[str]:
    """The facts implied by values of a fact."""
    definitions = [programme.facts[fact] for programme in programmes if fact in programme.facts]
    return {other for definition in definitions for _, implied in definition.implied for other, _ in implied}


def tells_territories_apart(programme: Programme, question: str) -> bool:
    """Whether a table's own rows answer differently by territory, beyond whom to ask."""
    grid = cast(Grid, programme.grids[question])
    return any(axis.fact == FactId.PLACE and len(axis.known_classes()) > 1 for axis in grid.axes)


def rows_of(decision: Answer | Unknown) -> tuple[Row, ...]:
    """The rows of a decision: its own, then those of its notices."""
    own = decision.trace.deciding
    return (*((own,) if own else ()), *(notice.row for notice in decision.notices))


def _split(
    fact: str, grids: Iterable[Grid], programmes: Iterable[Programme], apart: Collection[frozenset[str]]
) -> tuple[Class, ...]:
    """The values of a fact in classes that no table tells apart. A value missing in a programme is in a class apart."""
    axes = [axis for grid in grids for axis in grid.axes if axis.fact == fact]
    known = [programme.facts[fact].values for programme in programmes if fact in programme.facts]
    classes: dict[object, list[str]] = {}
    for value in dict.fromkeys(chain(*reversed(known))):
        # The organisation named is part of the answer, even if no row tells organisations apart.
        told_apart = value if fact == FactId.CITED_ORGANISATION else tuple(axis.class_of.get(value) for axis in axes)
        classes.setdefault((told_apart, *(value in values for values in (*known, *apart))), []).append(value)
    return tuple(map(tuple, classes.values()))


def _shown(decision: Decision) -> object:
    """A key, equal if and only if two decisions read the same."""
    if isinstance(decision, Ask):
        return decision.fact
    return (
        type(decision),
        decision.wording,
        decision.contact_shown,
        tuple(organisation.id for organisation in decision.organisations),
        tuple(link.url for _, link in decision.links),
        decision.figures,
        decision.citation,
        tuple((notice.wording, notice.citation, notice.figures) for notice in decision.notices),
    )


def _whole(box: Box, position: int, classes: Iterable[Class], here: Mapping[Situation, Decision]) -> bool:
    """Whether a fact does not matter in a box: it has all classes, except those for which the fact is asked for."""
    return all(
        each in box[position]
        or all(
            isinstance(here[situation], Ask) for situation in product(*box[:position], (each,), *box[position + 1 :])
        )
        for each in classes
    )
