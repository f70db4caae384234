"""The agenda-based user (Schatzmann 2007): a stack of acts towards goals, which replies add to and take from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from rules.ids import FactId, QuestionId, StrEnum
from tests.evaluation.simulator.goals import FRAME, Feature, Goal, GoalSource
from tests.evaluation.simulator.phrases import Holder, Phrases
from tests.evaluation.simulator.wording import Wording


class ActKind(StrEnum):
    """What the user does in a turn."""

    GREET = "salue"
    INFORM = "dit un fait"
    ASK = "demande"
    CORRECT = "se corrige"
    SUPPOSE = "suppose"
    DETOUR = "fait un détour"
    RETURN = "revient"
    INSIST = "insiste"
    ANSWER = "répond"
    NOT_KNOW = "ne sait pas"
    CLICK = "choisit"


class AnswerForm(StrEnum):
    """How a question of the assistant is answered."""

    RANK = "par le rang"
    WORDS = "en peu de mots"
    SENTENCE = "par une phrase"


@dataclass(frozen=True)
class UserAct:
    """An act of the agenda, about a goal.

    `facts` are those it states; `lead`: the list of phrases that leads to the question; `text`: what a click or an
    answer by its rank says.
    """

    kind: ActKind
    goal: Goal
    facts: Mapping[str, str] = field(default_factory=dict)
    lead: str | None = None
    text: str | None = None
    names_course: bool = True

    @property
    def is_judged(self) -> bool:
        """Whether the goal is to be served by the reply."""
        return self.kind not in (ActKind.GREET, ActKind.INFORM, ActKind.SUPPOSE, ActKind.DETOUR, ActKind.NOT_KNOW)

    @property
    def ends_goal(self) -> bool:
        """Whether the user goes on once the goal is served; answers and insistence belong to an earlier act."""
        return self.kind in (ActKind.ASK, ActKind.RETURN, ActKind.CORRECT)


@dataclass(frozen=True)
class Observation:
    """What the user observes of a reply: whether it serves the goal, what it asks, by which options, and a click."""

    serves: bool
    asks: str | None = None
    options: Sequence[str] = ()
    click: str | None = None


class User:
    """Somebody with goals. What they have stated of each person is in `stated`, the course among it."""

    def __init__(self, source: GoalSource, phrases: Phrases, random: Random) -> None:
        self._source = source
        self._random = random
        self.language = "en" if random.random() < 0.3 else "fr"
        self.features: set[Feature] = {Feature.ENGLISH} if self.language == "en" else set()
        self.stated: dict[Holder, dict[str, str]] = {Holder.ME: {}, Holder.OTHER: {}}
        self.goals = self._draw_goals()
        self._wording = Wording(phrases, self.language, random)
        self._agenda = [act for goal in self.goals for act in self._plan(goal)]
        if random.random() < 0.15:
            self._agenda.insert(0, UserAct(ActKind.GREET, self.goals[0]))
        self._pending: UserAct | None = None
        """The act whose goal is not served yet."""
        self._answered_with: list[AnswerForm] = []

    @property
    def is_done(self) -> bool:
        """Whether every goal is served."""
        return not self._agenda

    def speak(self) -> tuple[UserAct, str]:
        """The next act of the agenda, and its words."""
        act = self._agenda.pop(0)
        stated = self.stated[act.goal.holder]
        if act.kind not in (ActKind.SUPPOSE, ActKind.NOT_KNOW):
            stated.update(act.facts)
        if act.names_course and (act.kind in (ActKind.ASK, ActKind.RETURN, ActKind.INSIST)):
            stated[FactId.COURSE.value] = act.goal.course
        if act.ends_goal:
            self._pending = act
        return act, self._wording.words(act)

    def observe(self, act: UserAct, observation: Observation) -> None:
        """Take what a reply does into the agenda."""
        if act.kind is ActKind.NOT_KNOW or not act.is_judged:
            return
        if observation.serves:
            self._pending = None
            return
        self._agenda.insert(0, self._next(act.goal, observation))

    # The agenda

    def _draw_goals(self) -> list[Goal]:
        kind = self._random.random()
        if kind < 0.6:
            return [self._source.draw(self._random, Holder.ME)]
        if kind < 0.82:
            self.features.add(Feature.OTHER_PERSON)
            return [self._source.draw(self._random, Holder.OTHER)]
        self.features.add(Feature.BOTH)
        first = self._source.draw(self._random, Holder.OTHER)
        goals = [first, self._source.draw(self._random, Holder.ME, like=first)]
        self._random.shuffle(goals)
        return goals

    def _plan(self, goal: Goal) -> list[UserAct]:
        """The acts towards a goal: facts before or with the question, and one or two of what makes it harder."""
        random, is_second = self._random, goal is not self.goals[0]
        lead = None
        if is_second:
            lead = "passer_a_moi" if goal.holder is Holder.ME else "passer_a_autre"
        facts = {**goal.facts, **goal.beside}
        wrong = self._source.other_value(goal, random) if random.random() < 0.3 else None
        supposed = None
        if goal.holder is Holder.ME and not wrong and not is_second and random.random() < 0.7:
            supposed = self._source.supposition(goal, random)
        elsewhere = {FactId.COURSE.value: goal.course, **self._without_place(goal.facts)}
        if not (wrong or is_second) and self._source.asks(goal, elsewhere) == FactId.PLACE and random.random() < 0.5:
            facts = self._without_place(facts)  # the assistant has to ask for it
        now, before = self._split(facts, keep=wrong[0] if wrong else None)
        acts: list[UserAct] = []
        if wrong:
            now[wrong[0]] = wrong[1]
        if before:
            acts.append(UserAct(ActKind.INFORM, goal, before))
            self.features.add(Feature.SEVERAL_TURNS)
        if supposed:
            self.features.add(Feature.SUPPOSITION)
            acts.append(UserAct(ActKind.SUPPOSE, goal, dict([supposed]), "supposer"))
            lead = "reel"
        detours = random.random() < (0.12 if is_second else 0.25)
        if detours and (before or supposed) and random.random() < 0.5:
            acts.append(self._detour(goal))
            lead, detours = "revenir" if lead is None else lead, False
        first_case = goal if not wrong else goal.with_fact(*wrong)
        acts.append(UserAct(ActKind.ASK, first_case, now, lead, names_course=not self._withholds_course(goal)))
        if wrong:
            self.features.add(Feature.CORRECTION)
            acts.append(UserAct(ActKind.CORRECT, goal, {wrong[0]: goal.facts[wrong[0]]}))
        if detours:
            acts.append(self._detour(goal))
            acts.append(UserAct(ActKind.RETURN, goal, self._frame(goal), "revenir"))
        return acts

    def _split(self, facts: Mapping[str, str], keep: str | None) -> tuple[dict[str, str], dict[str, str]]:
        """Facts stated with the question, and before it."""
        now = dict(facts)
        movable = [fact for fact in facts if fact not in (FRAME, keep)]
        if not movable or self._random.random() < 0.65:
            return now, {}
        return {fact: value for fact, value in facts.items() if fact not in movable}, {f: facts[f] for f in movable}

    def _withholds_course(self, goal: Goal) -> bool:
        """Whether the course is not stated before it is asked for."""
        if goal is not self.goals[0]:
            return False  # it would be that of the goal before
        is_implied = goal.beside or set(goal.facts) - {FactId.PLACE.value}  # other facts tell which course is meant
        asked = goal.question != QuestionId.ORGANISATION and self._source.asks(goal, goal.facts) == FactId.COURSE
        withheld = asked and not is_implied and self._random.random() < 0.4
        if withheld:
            self.features.add(Feature.COURSE_WITHHELD)
        return withheld

    @staticmethod
    def _without_place(facts: Mapping[str, str]) -> dict[str, str]:
        return {fact: value for fact, value in facts.items() if fact != FactId.PLACE}

    def _detour(self, goal: Goal) -> UserAct:
        self.features.add(Feature.DETOUR)
        return UserAct(ActKind.DETOUR, goal, lead=self._random.choice(("detourner", "remercier", "bavarder")))

    @staticmethod
    def _frame(goal: Goal) -> dict[str, str]:
        return {FRAME: goal.facts[FRAME]} if FRAME in goal.facts else {}

    def _next(self, goal: Goal, observation: Observation) -> UserAct:
        """What follows a reply that does not serve the goal."""
        values = {FactId.COURSE.value: goal.course, **goal.facts, **goal.beside}
        if observation.asks and observation.asks in values:
            return self._answer(goal, observation.asks, values[observation.asks], observation.options)
        if observation.asks:
            self.features.add(Feature.UNKNOWN)
            self._agenda.insert(0, UserAct(ActKind.INSIST, goal, self._frame(goal)))
            return UserAct(ActKind.NOT_KNOW, goal)
        if observation.click and self._random.random() < 0.7:
            return UserAct(ActKind.CLICK, goal, text=observation.click)
        stated = {fact: value for fact, value in goal.facts.items() if fact in self.stated[goal.holder]}
        again = stated if self._random.random() < 0.5 else self._frame(goal)
        return UserAct(ActKind.INSIST, goal, again, "insister")

    def _answer(self, goal: Goal, fact: str, value: str, options: Sequence[str]) -> UserAct:
        """An answer, mostly of an odd form; now and then it comes to mind a turn later."""
        forms = [AnswerForm.WORDS, AnswerForm.WORDS, AnswerForm.SENTENCE]
        if value in options and len(options) > 1:
            forms += [AnswerForm.RANK, AnswerForm.RANK]
        form = self._random.choice(forms)
        if fact == FactId.COURSE and form is AnswerForm.SENTENCE:
            form = AnswerForm.WORDS
        self.features.add(Feature.ODD_ANSWER)
        text = None
        if form is AnswerForm.RANK:
            text = self._wording.rank(options.index(value))
        elif form is AnswerForm.WORDS:
            text = self._wording.short_answer(fact, value)
        act = UserAct(ActKind.ANSWER, goal, {fact: value}, text=text)
        if self._random.random() < 0.15 and form is not AnswerForm.RANK and fact != FactId.COURSE:
            self.features.add(Feature.UNKNOWN)
            self._agenda.insert(0, UserAct(ActKind.ANSWER, goal, {fact: value}))
            return UserAct(ActKind.NOT_KNOW, goal)
        return act
