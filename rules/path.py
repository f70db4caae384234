"""The path of an adviser: its stages, what is done, what comes next, and what the tables say of each stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from rules.decision import Answer, Ask, Decision, Facts, FactValue, Unknown
from rules.engine import MOST_CHOICES, decide
from rules.grid import Grid
from rules.ids import QuestionId, StrEnum
from rules.model import UNSPECIFIED, Programme
from rules.stages import Condition, PathStage


class StageStatus(StrEnum):
    """Where an adviser stands with a stage."""

    DONE = "done"
    BEGUN = "begun"
    NEXT = "next"
    LATER = "later"
    OPTIONAL = "optional"


@dataclass(frozen=True)
class StageOnPath:
    """A stage of one adviser's path.

    Attributes:
        id: the stage.
        status: where the adviser stands with it.
        details: what the tables say of it; a detail that depends on an unknown fact is left out.
    """

    id: str
    status: StageStatus
    details: Mapping[str, Answer | Unknown]


@dataclass(frozen=True)
class TrainingPath:
    """The path of one adviser.

    Attributes:
        stages: its stages, in order.
        missing: the fact to ask for, because it changes what is done or comes next; None if there is none.
    """

    stages: tuple[StageOnPath, ...]
    missing: str | None = None

    @property
    def next(self) -> StageOnPath | None:
        """The stage that comes next; None if nothing compulsory is left."""
        return next((stage for stage in self.stages if stage.status == StageStatus.NEXT), None)


def training_path(programme: Programme, facts: Facts, *, on: date) -> TrainingPath:
    """The path of an adviser, as of a day; empty before the path exists.

    Args:
        programme: the loaded programme.
        facts: fact id to value; absent means not said.
        on: the day the path is for.

    Raises:
        ValueError: a fact's value is outside its domain.
    """
    if programme.path is None or on < programme.path.since:
        return TrainingPath(())
    stages = tuple(
        StageOnPath(stage.id, status, _details(programme, stage, facts, on))
        for stage, status in _with_status(programme, facts)
    )
    missing = (fact for fact in programme.path.asked if fact not in facts and _matters(programme, fact, facts, on))
    return TrainingPath(stages, next(missing, None))


def _with_status(programme: Programme, facts: Facts) -> Iterator[tuple[PathStage, StageStatus]]:
    """The stages of an adviser. The first that is neither done, begun nor optional comes next."""
    has_next = False
    for stage in programme.path.stages if programme.path else ():
        if _holds(stage.when, facts) and not any(_holds(case, facts) for case in stage.unless):
            status = _status(stage, facts, has_next=has_next)
            has_next = has_next or status == StageStatus.NEXT
            yield stage, status


def _status(stage: PathStage, facts: Facts, *, has_next: bool) -> StageStatus:
    if any(_holds(condition, facts) for condition in stage.done):
        return StageStatus.DONE
    if stage.optional:
        return StageStatus.OPTIONAL
    if any(_holds(condition, facts) for condition in stage.begun):
        return StageStatus.BEGUN
    return StageStatus.LATER if has_next else StageStatus.NEXT


def decide_with_open_fact(programme: Programme, question: str, facts: Facts, *, on: date) -> Decision:
    """The decision on a question. If a fact is missing, the table's general answer, if it has one."""
    decision = decide(programme, question, facts, on=on)
    if isinstance(decision, Ask):
        return decide(programme, question, {**facts, decision.fact: UNSPECIFIED}, on=on)
    return decision


def _details(programme: Programme, stage: PathStage, facts: Facts, on: date) -> dict[str, Answer | Unknown]:
    known: dict[str, FactValue] = {**facts, **dict(stage.given)}
    details = {}
    for detail, question in stage.details:
        decision = decide_with_open_fact(programme, question, known, on=on)
        if not isinstance(decision, Ask):
            details[detail] = decision
    return details


def _holds(condition: Condition, facts: Facts) -> bool:
    """Whether facts fulfil a condition. If a fact has several possible values, each of them must."""
    for fact, wanted in condition:
        value = facts.get(fact, UNSPECIFIED)
        if not (value if isinstance(value, frozenset) else {value}) <= wanted:
            return False
    return True


def _matters(programme: Programme, fact: str, facts: Facts, on: date) -> bool:
    """Whether what comes next depends on a fact that is not said."""
    values = iter(_told_apart(programme, fact))
    first = _next_step(programme, {**facts, fact: next(values)}, on)
    return any(_next_step(programme, {**facts, fact: value}, on) != first for value in values)


def _told_apart(programme: Programme, fact: str) -> tuple[str, ...]:
    """Values of a fact: at least one for each difference that a stage can make between them."""
    definition = programme.facts[fact]
    if len(definition.values) <= MOST_CHOICES:
        return tuple(value for value in definition.values if value not in definition.transient)
    stages = programme.path.stages if programme.path else ()
    asked = {question for stage in stages for _, question in stage.details} | {QuestionId.CONTACT.value}
    axes = (axis for question in asked for axis in cast(Grid, programme.grids[question]).axes if axis.fact == fact)
    return tuple({members[0] for axis in axes for members in axis.members} - {UNSPECIFIED})


def _next_step(programme: Programme, facts: Facts, on: date) -> object:
    """What an adviser acts on: the next stage and what the tables say of it."""
    stages = _with_status(programme, facts)
    stage = next((stage for stage, status in stages if status == StageStatus.NEXT), None)
    if stage is None:
        return None
    details = _details(programme, stage, facts, on).values()
    return stage.id, [(detail.wording, detail.organisations, detail.links, _wordings(detail)) for detail in details]


def _wordings(detail: Answer | Unknown) -> tuple[str, ...]:
    """The wordings of a detail's notices."""
    return tuple(notice.wording for notice in detail.notices)
