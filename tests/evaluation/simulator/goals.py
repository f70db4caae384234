"""Goals of the simulated user, drawn from the programme: a question, of whom, and the facts that decide it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Final

from rules.decision import Ask, Decision
from rules.engine import decide, decide_each
from rules.ids import FactId, QuestionId, StrEnum
from rules.model import Programme
from tests.evaluation.simulator.phrases import Holder, Phrases

DAY: Final = date(2026, 11, 16)
"""What counts as today: figures do not change with the calendar."""

COURSES: Final = ("ccp1", "formation_initiale", "modules", "aidants_connect", "titre_complet")

FRAME: Final = "cadre"
"""The fact that holds for one question: it is stated along with it."""

_CONTRADICT: Final = ({"convocation", "examen_ccp1"}, {"cadre", "niveau"}, {"cadre", "convocation"})
"""Facts that one adviser does not state together, or of which one makes the other idle."""


class Kind(StrEnum):
    """Kinds of goal."""

    ACCESS = "acces"
    FUNDING = "paiement"
    OBLIGATION = "obligation"
    SECOND = "second"
    ORGANISATION = "organisme"
    LINK = "lien"
    LENGTH = "duree"


QUESTIONS: Final[Mapping[Kind, str]] = {
    Kind.ACCESS: QuestionId.CONDITIONS.value,
    Kind.FUNDING: "financement",
    Kind.OBLIGATION: "obligation",
    Kind.SECOND: "second_module",
    Kind.ORGANISATION: QuestionId.ORGANISATION.value,
    Kind.LINK: QuestionId.ENROLMENT.value,
    Kind.LENGTH: "format",
}


class Feature(StrEnum):
    """What a dialogue has beside a question and its facts."""

    CORRECTION = "correction"
    SUPPOSITION = "supposition"
    OTHER_PERSON = "autre personne"
    BOTH = "deux personnes"
    ODD_ANSWER = "réponse de travers"
    UNKNOWN = "« je ne sais pas »"
    DETOUR = "détour"
    SEVERAL_TURNS = "faits en plusieurs fois"
    COURSE_WITHHELD = "formation tue d’abord"
    ENGLISH = "anglais"


@dataclass(frozen=True)
class Goal:
    """What somebody wants to know; `facts` decide it, the place among them, `beside` is stated and decides nothing."""

    kind: Kind
    course: str
    holder: Holder
    facts: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def question(self) -> str:
        """The table that answers it."""
        return QUESTIONS[self.kind]

    def with_fact(self, fact: str, value: str) -> Goal:
        """The goal of somebody in another case."""
        return replace(self, facts={**self.facts, str(fact): value})


class GoalSource:
    """Draws goals from a programme."""

    def __init__(self, programme: Programme, phrases: Phrases) -> None:
        self._programme = programme
        self._phrases = phrases
        self._relevant: dict[tuple[Kind, str], tuple[str, ...]] = {}

    def decision(self, goal: Goal, facts: Mapping[str, str] | None = None) -> Decision:
        """The right decision on a goal by its facts, or by some of them; the course is one of them."""
        known = {FactId.COURSE.value: goal.course, **goal.facts} if facts is None else facts
        return decide(self._programme, goal.question, known, on=DAY)

    def draw(self, random: Random, holder: Holder, like: Goal | None = None) -> Goal:
        """A goal with a decision; of the same kind and course as another one, for somebody else."""
        kinds = [kind for kind in Kind if kind is not Kind.LENGTH or holder is Holder.ME]
        kind = like.kind if like else random.choice(kinds)
        course = like.course if like else random.choice(self._courses(kind))
        goal = Goal(kind, course, holder)
        relevant = list(self._relevant_facts(kind, course))
        random.shuffle(relevant)
        wanted = 1 if holder is Holder.OTHER or like else random.choice((0, 1, 1, 1, 2))
        for fact in relevant:
            facts = {*goal.facts, fact}
            if len(goal.facts) < wanted and not any(pair <= facts for pair in _CONTRADICT):
                goal = goal.with_fact(fact, random.choice(self._phrases.values(fact)))
        while isinstance(decision := self.decision(goal), Ask):
            goal = goal.with_fact(decision.fact, random.choice(self._phrases.values(decision.fact)))
        if kind in (Kind.ORGANISATION, Kind.LINK) and FactId.PLACE not in goal.facts and not goal.facts:
            goal = goal.with_fact(FactId.PLACE, random.choice(self._phrases.values(FactId.PLACE)))
        if holder is Holder.ME and "entree" not in relevant and random.random() < 0.15:
            goal = replace(goal, beside={"entree": random.choice(self._phrases.values("entree"))})
        return goal

    def other_value(self, goal: Goal, random: Random) -> tuple[str, str] | None:
        """A fact of a goal with a value that leads to another answer, which would have to be corrected."""
        found = [
            (fact, value)
            for fact in goal.facts
            for value in self._phrases.values(fact)
            if fact != FRAME and self._differs(goal, goal.with_fact(fact, value))
        ]
        return random.choice(found) if found else None

    def supposition(self, goal: Goal, random: Random) -> tuple[str, str] | None:
        """A fact and value that would lead to another answer, if it were so."""
        found = [
            (fact, value)
            for fact, values in self._phrases.conduct.suppositions.items()
            for value in values
            if fact in self._relevant_facts(goal.kind, goal.course) and self._differs(goal, goal.with_fact(fact, value))
        ]
        return random.choice(found) if found else None

    def is_decisive(self, goal: Goal, facts: Mapping[str, str], fact: str) -> bool:
        """Whether the answer to a goal depends on a fact, the others known."""
        if fact in facts:
            return False
        return self.depends(goal, facts, fact)

    def depends(self, goal: Goal, facts: Mapping[str, str], fact: str) -> bool:
        """Whether another value of a fact would lead to another answer, by the other facts."""
        facts = {other: value for other, value in facts.items() if other != fact}
        values = self._programme.facts[fact].values
        return len(decide_each(self._programme, goal.question, facts, over=fact, values=values, on=DAY)) > 1

    def _differs(self, goal: Goal, other: Goal) -> bool:
        before, after = self.decision(goal), self.decision(other)
        return not isinstance(after, Ask) and not after.same_for_the_adviser(before)

    def _courses(self, kind: Kind) -> tuple[str, ...]:
        if kind is Kind.SECOND:
            return ("modules",)
        reads = self._programme.tables[QUESTIONS[kind]].reads
        return COURSES if FactId.COURSE in reads else ("modules",)

    def _relevant_facts(self, kind: Kind, course: str) -> tuple[str, ...]:
        """The facts that there are words for and on which the answer depends."""
        key = kind, course
        if key not in self._relevant:
            goal = Goal(kind, course, Holder.ME)
            self._relevant[key] = tuple(
                fact
                for fact in self._programme.tables[goal.question].reads
                if self._phrases.values(fact) and self.is_decisive(goal, {FactId.COURSE.value: course}, fact)
            )
        return self._relevant[key]

    def asks(self, goal: Goal, facts: Mapping[str, str]) -> str | None:
        """The fact that would be asked for, where only these are known."""
        decision = self.decision(goal, facts)
        return decision.fact if isinstance(decision, Ask) else None
