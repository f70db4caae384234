"""Requests: which clauses of an utterance ask something, and what, by the probabilities of their intents."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from nlu.classification.ranking import MIN_TELLING_WORDS, ClassifiedClause
from nlu.dialogue.joined_questions import Hear, separated
from nlu.dialogue.turn import Turn
from nlu.forms import QuestionForm
from nlu.intents import ABOUT_LAST_ANSWER, GOODBYE, OUT_OF_SCOPE, SMALL_TALK, STATEMENT, YES_NO
from rules.ids import QuestionId
from rules.model import Programme

if TYPE_CHECKING:
    from nlu.classification.utterance_classifier import ClassifiedUtterance

THRESHOLD = 0.35
"""Below this probability the assistant offers alternatives instead of answering; chosen by `make evaluate`."""

FOLLOW_UP_THRESHOLD = 0.25
"""The same for an utterance that follows an answer: the conversation makes up for its few words."""

MARGIN = 0.08
"""Two intents nearer than this are both offered; chosen by `make evaluate`."""

MIN_OFFERED_CONFIDENCE = 0.06
"""A less likely intent is not worth offering."""

FARTHEST_OFFERED = 3
"""A question is offered if it is at most this many times less likely than the likeliest."""

FEW_WORDS = 4
"""Words of a part that refers to its neighbours ("which one is it?") rather than asks anew."""

MIN_STORY_WORDS = 40
"""Words above which an utterance is a story around a question."""

MAX_ALTERNATIVES = 3
MAX_REQUESTS = 4

SURE_CLAUSE = 0.55
"""Probability from which a clause of a longer utterance is a question of its own."""

SENTENCE_WEIGHT = 0.9
"""Factor on a sentence's confidence when compared with the whole utterance."""

SECOND_INTENT = 0.15
"""Probability from which a second intent counts, if the first is set aside."""

LIKELY_INTENTS = 2
"""How many of the whole utterance's top intents a single clause may carry."""

SURE_ALONE = 0.8
"""Probability from which a short utterance asks the same with or without an answer before it."""

SURE_OUT_OF_SCOPE = 0.85
"""Probability from which an utterance is out of scope although it names a course and a place."""


_NEEDS_NO_ANSWER = SMALL_TALK | YES_NO | {STATEMENT, GOODBYE}
"""Intents of a part that needs no answer beside the others'."""


class RequestDetector:
    """Detects the questions of an utterance, and how sure they are."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self.questions = frozenset(programme.tables) - {QuestionId.CONTACT}

    def clauses(self, classified: ClassifiedUtterance, hear: Hear) -> tuple[ClassifiedClause, ...]:
        """The clauses of an utterance, joined questions split; empty if there is only one."""
        asked = self.questions | ABOUT_LAST_ANSWER
        clauses = [
            part for clause in classified.clauses or (classified.whole,) for part in separated(clause, asked, hear)
        ]
        return tuple(clauses) if len(clauses) > 1 else ()

    def not_answered(self, turn: Turn, answered: Collection[str]) -> tuple[ClassifiedClause, ...]:
        """The clauses that ask something not answered and are no small talk.

        A part after a comma ends a question rather than asks one ("peut-il, oui ou non, s'inscrire ?").
        """
        return tuple(
            clause
            for clause in turn.clauses
            if clause.clause.interrogative
            and not turn.text[: clause.clause.start].rstrip().endswith(",")
            and len(clause.clause.text.split()) >= MIN_TELLING_WORDS
            and not self._is_answered(clause, answered)
            and (self._courses(clause, turn) or len(clause.clause.text.split()) > FEW_WORDS)
            and turn.utterance.hear(clause) is not QuestionForm.NONE
        )

    def _is_answered(self, clause: ClassifiedClause, answered: Collection[str]) -> bool:
        """Whether a clause may mean an answered question, or needs no answer."""
        rankings = [ranking for ranking in (clause.ranking, clause.contextual) if ranking]
        if any(ranking[0][0] in _NEEDS_NO_ANSWER for ranking in rankings):
            return True
        return any(intent in answered for ranking in rankings for intent, _ in ranking)

    def in_context(self, turn: Turn) -> Turn:
        """The turn with its requests and its intent; a short utterance is read as following the last answer."""
        alone = turn.whole.intent
        contextual = turn.is_short and not self._is_complete(turn)
        turn = turn.in_context() if contextual else turn
        requests, is_sure = self._requests(turn)
        return replace(
            turn,
            requests=tuple(requests) if is_sure else (),
            likeliest=requests[0],
            intent=requests[0].intent if is_sure else None,
            intent_alone=alone,
            is_contextual=contextual,
        )

    def alternatives(self, turn: Turn) -> tuple[str, list[str]]:
        """The likeliest intent of an unclear utterance, and the questions worth offering."""
        best: dict[str, float] = {}
        for clause in (turn.whole, *turn.clauses):
            for intent, confidence in clause.ranking:
                best[intent] = max(best.get(intent, 0.0), confidence)
        ranking = sorted(best.items(), key=lambda item: -item[1])
        nearest = max((confidence for intent, confidence in ranking if intent in self.questions), default=0.0)
        least = max(MIN_OFFERED_CONFIDENCE, nearest / FARTHEST_OFFERED)
        offered = [intent for intent, confidence in ranking if intent in self.questions and confidence >= least]
        return ranking[0][0], offered[:MAX_ALTERNATIVES]

    def runners_up(self, turn: Turn, answered: Collection[str]) -> tuple[str, ...]:
        """The next likeliest questions besides those answered; empty if the utterance asks none."""
        if turn.intent not in self.questions:
            return ()
        return tuple(intent for intent, _ in turn.whole.ranking if intent in self.questions and intent not in answered)[
            :MAX_ALTERNATIVES
        ]

    def beside(self, turn: Turn) -> list[ClassifiedClause]:
        """The clauses that surely ask something of the programme, whatever the others do."""
        asking = [clause for clause in turn.clauses if clause.clause.asks_outright and clause.intent in self.questions]
        return [clause for clause in asking if clause.confidence >= SURE_CLAUSE]

    def _is_complete(self, turn: Turn) -> bool:
        """Whether a short utterance is a whole question, independent of the answer before it."""
        alone, contextual = turn.whole, turn.in_context().whole
        if contextual.intent in self.questions and contextual.confidence >= alone.confidence:
            return False
        sure = alone.confidence >= SURE_ALONE or contextual.intent == OUT_OF_SCOPE
        return alone.intent in self.questions and sure

    def _requests(self, turn: Turn) -> tuple[list[ClassifiedClause], bool]:
        """The clauses that ask, in order, else the whole utterance; and whether that is sure."""
        whole = self._in_scope(turn.whole, turn)
        is_story = self._is_story(turn)
        distinct = self._distinct_requests(turn, whole, is_story=is_story)
        first = next(iter(distinct), whole)
        # "I see, and those?"
        goes_on = turn.follows_up and whole.intent == STATEMENT and whole.confidence > first.confidence
        asks_nothing = whole.intent not in self.questions and not goes_on
        if len(distinct) > 1 or (distinct and (asks_nothing or is_story)):
            return distinct[:MAX_REQUESTS], True
        if is_story and whole.intent in SMALL_TALK:
            # A greeting is not all of a story, nor is "true or false?".
            rest = [clause for clause in turn.clauses if clause.intent not in SMALL_TALK]
            asking = [clause for clause in rest if clause.intent in self.questions]
            rest = [clause for clause in asking if clause.clause.interrogative] or asking or rest
            whole = max(rest, key=lambda clause: clause.confidence, default=whole)
        sentences = [clause for clause in turn.clauses if clause.intent in self.questions]
        if whole.intent in self.questions:
            sentences = [
                clause
                for clause in sentences
                if clause.clause.interrogative or self._courses(clause, turn) or clause.intent == whole.intent
            ]

        def weighted(clause: ClassifiedClause) -> float:
            full = clause is whole or (is_story and clause.clause.interrogative)
            return clause.confidence * (1.0 if full else SENTENCE_WEIGHT)

        best = max([whole, *sentences], key=weighted)
        if distinct:
            best = max([best, *distinct], key=lambda clause: clause.confidence)
        threshold = FOLLOW_UP_THRESHOLD if turn.follows_up else THRESHOLD
        if best.confidence >= threshold and best.margin >= MARGIN:
            return [best], True
        fitting = self._by_stated_facts(best, turn)
        return (fitting or [best]), bool(fitting)

    def _distinct_requests(self, turn: Turn, whole: ClassifiedClause, *, is_story: bool) -> list[ClassifiedClause]:
        """The clauses that ask by themselves, one for each intent, course and form, in order."""
        distinct: dict[tuple[str, tuple[str, ...], QuestionForm], ClassifiedClause] = {}
        before: ClassifiedClause | None = None
        # "I look for a vet, have you an address?" names nothing of the programme.
        nonsense = whole.intent == OUT_OF_SCOPE and whole.confidence >= SURE_OUT_OF_SCOPE
        for clause in turn.clauses:
            courses = self._courses(clause, turn)
            named_before = not is_story and turn.entities.courses_in(0, clause.clause.start)
            depends = before or named_before or (turn.is_short and clause.clause.interrogative)
            if depends and not self._asks(clause, turn):
                clause = clause.in_context()  # "about the title: who with, how many hours?"
            # In a story, only outright questions: "a technician who taught before me was put on …" asks nothing.
            asks = self._asks(clause, turn) and (bool(courses) or clause.clause.asks_outright or not is_story)
            asks = asks or (before is not None and self._asks_about_answer(clause))
            if not asks and before and courses and self._asks_the_same(clause, before):
                clause = replace(clause, ranking=before.ranking)  # "where for the CCP1, and the modules?"
                asks = True
            if asks and (courses or not nonsense):
                distinct.setdefault((clause.intent, courses, turn.utterance.hear(clause)), clause)
                before = clause
        outright = {
            (intent, courses) for (intent, courses, _), clause in distinct.items() if clause.clause.asks_outright
        }
        # "My town paid for a module, does the State pay for one?" asks once.
        asking = [
            clause
            for (intent, courses, _), clause in distinct.items()
            if clause.clause.asks_outright or not outright & {(intent, courses), (intent, ())}
        ]
        return self._with_what_the_whole_asks(asking, whole, turn, is_story=is_story)

    def _with_what_the_whole_asks(
        self, distinct: list[ClassifiedClause], whole: ClassifiedClause, turn: Turn, *, is_story: bool
    ) -> list[ClassifiedClause]:
        """Add the clause most likely to carry the whole message's top intents, if no clause asks them for sure.

        "We recruit three advisers, whom to send them to, and what must they take?": the second is too short by itself.
        """
        if not distinct or is_story:
            return distinct
        asked = {clause.intent for clause in distinct}
        likely = [
            pair
            for pair in whole.ranking[:LIKELY_INTENTS]
            if pair[0] in self.questions and pair[0] not in asked and pair[1] >= SECOND_INTENT
        ]
        found = {clause.clause.start for clause in distinct}
        is_sure = whole.confidence >= SURE_ALONE
        shares = [
            (dict(clause.in_context().ranking).get(pair[0], 0.0), pair, clause)
            for pair in likely
            for clause in turn.clauses
            if (is_sure or self._sounds_asking(clause, turn)) and clause.clause.start not in found
        ]
        share, pair, best = max(shares, key=lambda found: found[0], default=(0.0, whole.ranking[0], whole))
        if share < SECOND_INTENT:
            return distinct
        ranking = (pair, *(other for other in whole.ranking if other != pair))
        return sorted([*distinct, replace(best, ranking=ranking)], key=lambda clause: clause.clause.start)

    @staticmethod
    def _courses(clause: ClassifiedClause, turn: Turn) -> tuple[str, ...]:
        """The courses that a clause names."""
        return turn.entities.courses_in(clause.clause.start, clause.clause.end)

    def _asks(self, clause: ClassifiedClause, turn: Turn) -> bool:
        """Whether a clause of a longer utterance is a question of its own, by its words or by the heads."""
        # "She says she gets two. Who is right?": the statement is the question.
        is_judged = turn.utterance.judges and not clause.clause.interrogative
        least = SECOND_INTENT if is_judged else SURE_CLAUSE
        asks_something = clause.intent in self.questions and clause.confidence >= least
        return asks_something and self._sounds_asking(clause, turn)

    @staticmethod
    def _sounds_asking(clause: ClassifiedClause, turn: Turn) -> bool:
        """Whether a clause asks, by its words or by the heads ("je veut savoir si …"), or is to be judged."""
        asks = clause.clause.interrogative or turn.utterance.hear(clause) is not QuestionForm.NONE
        return asks or turn.utterance.judges

    @staticmethod
    def _asks_about_answer(clause: ClassifiedClause) -> bool:
        """Whether a clause asks about the answer to the clause before it ("et depuis quand ?")."""
        return clause.intent in ABOUT_LAST_ANSWER and clause.confidence >= SURE_CLAUSE and clause.clause.interrogative

    @staticmethod
    def _asks_the_same(clause: ClassifiedClause, before: ClassifiedClause) -> bool:
        """Whether a clause may ask the same as the one before, of another course."""
        likely = clause.confidence < SURE_CLAUSE and dict(clause.ranking).get(before.intent, 0.0) >= SECOND_INTENT
        return clause.intent == STATEMENT or likely

    def _in_scope(self, clause: ClassifiedClause, turn: Turn) -> ClassifiedClause:
        """The clause without the intent "out of scope", if it names a course or depends on an answer."""
        first, *rest = clause.ranking
        concerns = turn.entities.courses or turn.is_elliptic
        if first[0] != OUT_OF_SCOPE or first[1] >= SURE_OUT_OF_SCOPE or not concerns or not rest:
            return clause
        in_scope = rest[0][0] in self.questions and rest[0][1] >= SECOND_INTENT
        return replace(clause, ranking=tuple(rest)) if in_scope else clause

    def _by_stated_facts(self, clause: ClassifiedClause, turn: Turn) -> list[ClassifiedClause]:
        """The one of two likely questions that reads a stated fact ("combien d'heures, débutant ?"); else empty."""
        if len(clause.ranking) < 2:
            return []
        first, second = clause.ranking[:2]
        stated = set(turn.entities.facts)
        fitting = [
            question
            for question, _ in (first, second)
            if question in self.questions and stated & set(self._programme.tables[question].reads)
        ]
        if len(fitting) != 1 or first[1] + second[1] < SURE_CLAUSE:
            return []
        return [replace(clause, ranking=((fitting[0], first[1] + second[1]),))]

    @staticmethod
    def _is_story(turn: Turn) -> bool:
        """Whether an utterance tells a story, so that its asking clause says more than the whole."""
        return len(turn.text.split()) > MIN_STORY_WORDS

    def courses_of(self, request: ClassifiedClause, turn: Turn) -> tuple[str, ...]:
        """The courses of a request: those it names, else the last named before it, else all.

        A story as a whole asks in its last clause that asks outright.
        """
        start, end = request.clause.start, request.clause.end
        asking = [clause.clause.start for clause in turn.clauses if clause.clause.asks_outright]
        if start == 0 and asking and self._is_story(turn):
            start = asking[-1]
        return turn.entities.courses_in(start, end) or turn.entities.courses_before(start)
