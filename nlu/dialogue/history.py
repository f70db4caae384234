"""The thread of a conversation: which earlier question a new fact bears on, and which fact is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from nlu.dialogue.state import Asked, Memory, Territory, remember
from nlu.entities.entity_finder import Mentions
from rules.decision import Ask, Decision, FactValue
from rules.engine import decide
from rules.model import Programme

CONDITIONS = "conditions"
"""The question on which the adviser's situation bears, whatever was asked of the training."""


def engine_facts(facts: Mapping[str, str], territory: Territory | None) -> dict[str, FactValue]:
    """The facts as the engine takes them; a territory of which only some departments are meant is "one of"."""
    found: dict[str, FactValue] = dict(facts)
    if territory and (len(territory.codes) == 1 or territory.ambiguous):
        found["territoire"] = territory.codes[0] if len(territory.codes) == 1 else frozenset(territory.codes)
    return found


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

    def missing(self, memory: Memory) -> str | None:
        """The fact that the last question still waits for."""
        for asked in memory.thread:
            ask = self._ask(asked, memory)
            if ask:
                return ask
        return None

    def day_before(self, asked: Asked, memory: Memory) -> date | None:
        """The last day before the rule that answers a question, None where it has no start that is known."""
        row = self._decide(asked, memory).trace.deciding
        return row.since - timedelta(days=1) if row and row.since else None

    def concerned(self, memory: Memory, mentions: Mentions) -> Asked | None:
        """The question that new facts bear on: one that waits for them, else the newest they can change."""
        stated = {*mentions.stated, *(["parcours"] if mentions.courses else ())}
        if mentions.day and not stated:
            return memory.thread[0] if memory.thread else None
        for asked in memory.thread:
            if self._ask(asked, memory) in stated:
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

    def hinge(self, memory: Memory) -> str | None:
        """The yes/no fact, not known, on which the last answer hinges ("Oui, si votre structure est habilitée")."""
        if not memory.thread:
            return None
        asked = memory.thread[0]
        return self._hinge(asked, memory) or self._hinge(Asked(CONDITIONS, self.course(asked)), memory)

    def _hinge(self, asked: Asked, memory: Memory) -> str | None:
        for fact in self.reads(asked.question):
            definition = self._programme.facts[fact]
            if definition.yes and definition.no and fact not in memory.facts:
                open_, yes, no = (
                    self._decide(asked, remember(memory, facts={**memory.facts, **stated}))
                    for stated in ({}, {fact: definition.yes}, {fact: definition.no})
                )
                if not _same(yes, no) and not (_same(open_, yes) and _same(open_, no)):
                    return fact
        return None

    def _ask(self, asked: Asked, memory: Memory) -> str | None:
        decision = self._decide(asked, memory)
        return decision.fact if isinstance(decision, Ask) else None

    def _decide(self, asked: Asked, memory: Memory) -> Decision:
        facts = engine_facts(memory.facts, memory.territory)
        if memory.territory and not memory.territory.ambiguous and len(memory.territory.codes) > 1:
            facts["territoire"] = memory.territory.codes[0]
        if asked.course:
            facts["parcours"] = asked.course
        elif "parcours" in dict(self._programme.tables[asked.question].each):
            facts["parcours"] = dict(self._programme.tables[asked.question].each)["parcours"][-1]
        return decide(self._programme, asked.question, facts, on=asked.day or date.today())


def _same(one: Decision, other: Decision) -> bool:
    if isinstance(one, Ask) or isinstance(other, Ask):
        return isinstance(one, Ask) and isinstance(other, Ask)
    return one.same_for_the_adviser(other)
