"""The rules' decisions on a frame, the same for the interpretation and the reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from nlu.dialogue.frames import Frame
from nlu.entities.model import StatedPlace
from rules.decision import Ask, Decision, FactValue, Notice
from rules.engine import decide, decide_each
from rules.ids import FactId
from rules.model import Programme

MAX_GROUPS = 4
"""Different answers for one region or zone up to which they are listed; beyond, the department is asked for."""


@dataclass(frozen=True)
class Part:
    """One decision of a reply, with the departments and facts it is for."""

    question: str
    decision: Decision
    codes: tuple[str, ...]
    place: StatedPlace | None
    facts: Mapping[str, str]

    @property
    def facts_and_place(self) -> dict[str, FactValue]:
        """The facts and the departments: a set if there are several."""
        return {**self.facts, **({FactId.PLACE: _among(self.codes)} if self.codes else {})}


def decision_parts(programme: Programme, frame: Frame, today: date) -> list[Part]:
    """The decisions that answer a frame: one, or one for each course or group of departments.

    If a fact is missing, only the first Ask.
    """
    day = frame.day or today
    each = dict(programme.tables[frame.question].each)
    parts: list[Part] = []
    for facts in _alternatives(frame.facts, each):
        parts += _by_place(programme, frame.question, facts, frame.place, day)
    asks = [part for part in parts if isinstance(part.decision, Ask)]
    return asks[:1] if asks else parts


def item_parts(programme: Programme, frame: Frame, today: date) -> list[Part]:
    """The decision on each item that a frame compares; if no item has facts, the decision on the question itself."""
    about = [dict(programme.items[item].about) for item in frame.items]
    frames = [replace(frame, facts={**frame.facts, **facts}) for facts in about if facts] or [frame]
    return [decision_parts(programme, each, today)[0] for each in frames]


def missing_fact(programme: Programme, frame: Frame, today: date) -> str | None:
    """The fact that a reply to a frame would ask for; None if it can be answered."""
    decision = decision_parts(programme, frame, today)[0].decision
    return decision.fact if isinstance(decision, Ask) else None


def doubting_notices(programme: Programme, frame: Frame, today: date) -> list[Notice]:
    """The notices on a frame which say that its subject may no longer take place."""
    decisions = (part.decision for part in decision_parts(programme, frame, today))
    return [
        notice
        for decision in decisions
        if not isinstance(decision, Ask)
        for notice in decision.notices
        if notice.row.then.casts_doubt
    ]


def _alternatives(facts: Mapping[str, str], each: Mapping[str, tuple[str, ...]]) -> list[dict[str, str]]:
    alternatives = [dict(facts)]
    for fact, values in each.items():
        if fact not in facts:
            alternatives = [{**others, fact: value} for others in alternatives for value in values]
    return alternatives


def _by_place(
    programme: Programme, question: str, facts: Mapping[str, str], place: StatedPlace | None, day: date
) -> list[Part]:
    """A part for each different answer. With too many answers for several departments, decide as if without a place."""
    known: dict[str, FactValue] = dict(facts)
    if place and len(place.codes) > 1 and not place.ambiguous:
        groups = decide_each(programme, question, facts, over=FactId.PLACE, values=place.codes, on=day)
        if len(groups) <= MAX_GROUPS:
            ordered = sorted(groups, key=lambda group: len(group[0]))
            return [Part(question, decision, codes, place, facts) for codes, decision in ordered]
        decision = decide(programme, question, known, on=day)
        if isinstance(decision, Ask) and decision.fact == FactId.PLACE:
            decision = replace(decision, choices=place.codes)  # only these departments
        return [Part(question, decision, (), None, facts)]
    if place:
        known[FactId.PLACE] = _among(place.codes)
    decision = decide(programme, question, known, on=day)
    return [Part(question, decision, place.codes if place else (), place, facts)]


def _among(codes: tuple[str, ...]) -> FactValue:
    """A department, or one of several."""
    return codes[0] if len(codes) == 1 else frozenset(codes)
