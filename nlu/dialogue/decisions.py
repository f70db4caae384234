"""What the rules decide on a question of the conversation, the same for the reading and for the reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nlu.dialogue.state import Asked, Memory, Question, Territory
from rules.decision import Ask, Decision, FactValue
from rules.engine import decide, decide_each
from rules.model import Programme

MAX_GROUPS = 4
"""More different answers than this for one region or zone are not listed: the department is asked for."""


@dataclass(frozen=True)
class Part:
    """One decision of a reply, with the departments and facts it is for."""

    question: str
    decision: Decision
    codes: tuple[str, ...]
    territory: Territory | None
    facts: Mapping[str, str]


def decision_parts(programme: Programme, question: Question, today: date) -> list[Part]:
    """The decisions that answer a question: one, or one for each training or group of departments.

    Where a fact is missing, the Ask for it alone.
    """
    day = question.day or today
    each = dict(programme.tables[question.question].each)
    found: list[Part] = []
    for facts in _alternatives(question.facts, each):
        found += _by_territory(programme, question.question, facts, question.territory, day)
    asks = [part for part in found if isinstance(part.decision, Ask)]
    return asks[:1] if asks else found


def missing_fact(programme: Programme, question: Question, today: date) -> str | None:
    """The fact that a reply to a question would ask for; None where it can be answered."""
    decision = decision_parts(programme, question, today)[0].decision
    return decision.fact if isinstance(decision, Ask) else None


def asked_again(asked: Asked, memory: Memory) -> Question:
    """An earlier question, with what is known now."""
    course = {"parcours": asked.course} if asked.course else {}
    return Question(asked.question, {**memory.facts, **course}, memory.territory, asked.day)


def _alternatives(facts: Mapping[str, str], each: Mapping[str, tuple[str, ...]]) -> list[dict[str, str]]:
    found = [dict(facts)]
    for fact, values in each.items():
        if fact not in facts:
            found = [{**others, fact: value} for others in found for value in values]
    return found


def _by_territory(
    programme: Programme, question: str, facts: Mapping[str, str], territory: Territory | None, day: date
) -> list[Part]:
    """Territories of several departments: a part for each answer; where these are too many, as if none were stated."""
    known: dict[str, FactValue] = dict(facts)
    if territory and len(territory.codes) > 1 and not territory.ambiguous:
        groups = decide_each(programme, question, facts, over="territoire", values=territory.codes, on=day)
        if len(groups) <= MAX_GROUPS:
            ordered = sorted(groups, key=lambda group: len(group[0]))
            return [Part(question, decision, codes, territory, facts) for codes, decision in ordered]
        territory = None
    elif territory:
        known["territoire"] = territory.codes[0] if len(territory.codes) == 1 else frozenset(territory.codes)
    decision = decide(programme, question, known, on=day)
    return [Part(question, decision, territory.codes if territory else (), territory, facts)]
