"""The thread of a conversation: which earlier question a new fact bears on, and which fact is still missing."""

from __future__ import annotations

from datetime import date, timedelta

from nlu.dialogue.decisions import asked_again, decision_parts, missing_fact
from nlu.dialogue.state import Asked, Memory
from nlu.entities.entity_finder import Mentions
from rules.model import Programme

CONDITIONS = "conditions"
"""The question on which the adviser's situation bears, whatever was asked of the training."""


class Thread:
    """Looks back along a conversation's questions."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        # The training that each organisation runs, by the first row that names it for one training.
        self._runs: dict[str, str] = {}
        for row in programme.tables["organisme"].rows:
            courses = dict(row.when).get("parcours", frozenset())
            for organisation in row.then.organisations:
                if len(courses) == 1 or "ccp1" in courses:
                    self._runs.setdefault(organisation, "ccp1" if "ccp1" in courses else next(iter(courses)))
        self._by_contact = frozenset(
            name for name, table in programme.tables.items() if any(row.then.contact_by_course for row in table.rows)
        )

    def reads(self, question: str) -> tuple[str, ...]:
        """The facts that a question's answer can depend on, the contact named included."""
        table = self._programme.tables[question]
        if question in self._by_contact:
            return tuple(dict.fromkeys((*table.reads, *self._programme.tables["contact"].reads)))
        return table.reads

    def course(self, asked: Asked, memory: Memory | None = None) -> str | None:
        """The training a question was about: the one named, else the one that its answer or its organisation is for."""
        table = self._programme.tables[asked.question]
        course = asked.course or dict(table.about).get("parcours")
        organisation = memory.facts.get("organisme_cite") if memory else None
        return course or (self._runs.get(organisation) if organisation and "organisme_cite" in table.reads else None)

    def missing(self, memory: Memory, today: date) -> str | None:
        """The fact that the last question still waits for; a question asked anew since then waits no more."""
        newest = {asked.question: asked for asked in reversed(memory.thread)}
        facts = (self._missing(asked, memory, today) for asked in memory.thread if newest[asked.question] is asked)
        return next(filter(None, facts), None)

    def day_before(self, asked: Asked, memory: Memory, today: date) -> date | None:
        """The last day before the rule that answers a question, None where it has no start that is known."""
        *_, last = decision_parts(self._programme, asked_again(asked, memory), today)
        row = last.decision.trace.deciding
        return row.since - timedelta(days=1) if row and row.since else None

    def concerned(self, memory: Memory, mentions: Mentions, today: date) -> Asked | None:
        """The question that new facts bear on: one that waits for them, else the newest they can change."""
        stated = {*mentions.stated, *(["parcours"] if mentions.courses else ())}
        if mentions.day and not stated:
            return memory.thread[0] if memory.thread else None
        for asked in memory.thread:
            if self._missing(asked, memory, today) in stated:
                return asked
        # What the adviser tells of the situation says more than the training that it names by the way.
        for told in (set(mentions.stated), stated):
            for asked in sorted(memory.thread, key=lambda asked: self.course(asked) not in mentions.courses[:1]):
                if told & set(self.reads(asked.question)):
                    return asked
        return memory.thread[0] if memory.thread and (mentions.courses or mentions.opposite) else None

    def opposite(self, asked: Asked, memory: Memory) -> dict[str, str]:
        """Turn round, for "and if not?", the two-valued fact that the question depends on."""
        for fact in self.reads(asked.question):
            definition = self._programme.facts[fact]
            if len(definition.values) == 2 and fact in memory.facts:
                first, second = definition.values
                return {fact: second if memory.facts[fact] == first else first}
        two_valued = [fact for fact in self.reads(asked.question) if fact in ("habilitation", "convocation")]
        if "habilitation" in two_valued and asked.course == "aidants_connect":
            return {"habilitation": "non"}
        if "convocation" in two_valued:
            return {"convocation": "pas_recue"}
        return {}

    def denied(self, memory: Memory) -> dict[str, str]:
        """The fact that the last answer depends on and that was said not to be, as a yes; empty where there is none."""
        for fact in self.reads(memory.thread[0].question) if memory.thread else ():
            definition = self._programme.facts[fact]
            if definition.yes and memory.facts.get(fact) == definition.no:
                return {fact: definition.yes}
        return {}

    def _missing(self, asked: Asked, memory: Memory, today: date) -> str | None:
        return missing_fact(self._programme, asked_again(asked, memory), today)
