"""Statements: whether an utterance informs rather than asks, of the fact awaited or one that an answer depends on."""

from __future__ import annotations

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.history import History
from nlu.dialogue.requests import SURE_ALONE, SURE_OUT_OF_SCOPE
from nlu.dialogue.turn import Turn
from nlu.intents import COURTESY, OUT_OF_SCOPE, SMALL_TALK, STATEMENT, YES_NO
from rules.ids import FactId
from rules.model import Programme

SURE_NONSENSE = 0.97
"""Probability from which a reply to a question is out of scope."""

LIKELY_STATEMENT = 0.25
"""Probability of a statement from which entities count, if nothing is asked for sure."""


class StatementDetector:
    """Distinguishes what advisers state from what only resembles a statement."""

    def __init__(self, programme: Programme, history: History) -> None:
        self._programme = programme
        self._history = history

    def is_implied(self, turn: Turn) -> bool:
        """Whether an utterance states something although its intent is no question of the programme."""
        replies = self._replies(turn) or (turn.state.awaits and turn.intent_alone == STATEMENT)
        if turn.intent == OUT_OF_SCOPE and turn.requests[0].confidence < SURE_NONSENSE and replies:
            return True
        is_beside = turn.intent in COURTESY or (turn.intent in SMALL_TALK and self._has_statement(turn))
        return (is_beside and self._states_fact_read(turn)) or self._names_enough(turn)

    def situation(self, turn: Turn) -> set[str]:
        """The facts of the adviser's situation that an utterance states."""
        return self._history.situation(turn.entities.facts)

    def is_aside(self, request: ClassifiedClause, turn: Turn) -> bool:
        """Whether the detected question ignores a stated fact, so that the fact counts instead.

        The fact is one of the adviser's situation, while the question is not sure. Or the last answer depends on it,
        while
        the question is about another course: "what's the first one exactly?", about two families of modules, does not
        mean
        the référent numérique.
        """
        stated, situation = set(turn.entities.facts), self.situation(turn)
        relevant = situation if request.confidence < SURE_ALONE else set()
        if turn.is_short and self._is_about_another_course(request.intent, turn):
            relevant |= (stated - situation) & set(self._history.last_facts_read(turn.state))
        read = set(self._history.facts_read(request.intent))
        return bool(relevant) and not relevant & read and not self._programme.tables[request.intent].yields

    def _is_about_another_course(self, question: str, turn: Turn) -> bool:
        """Whether a question is about one course only, neither named nor the last one."""
        about = dict(self._programme.tables[question].about).get(FactId.COURSE)
        if not turn.state.last or not about or turn.entities.courses:
            return False
        return about != self._history.course(turn.state.last)

    def _replies(self, turn: Turn) -> bool:
        """Whether an utterance answers the question put, or continues with a place or fact, in unknown words."""
        if turn.entities.place:
            return turn.state.awaits is not None or turn.follows_up
        return turn.is_short and (turn.state.awaits is not None or (turn.follows_up and self._states_fact_read(turn)))

    def _states_fact_read(self, turn: Turn) -> bool:
        """Whether an utterance states the fact asked for, or another that the last answer reads."""
        stated = set(turn.entities.facts)
        if turn.state.awaits and any(clause.intent == STATEMENT for clause in turn.clauses):
            stated |= set(turn.entities.stated_facts)  # "merci, 86", not "merci, je verrai avec le hub de Bordeaux"
        return bool(stated & set(self._history.last_facts_read(turn.state)))

    @staticmethod
    def _has_statement(turn: Turn) -> bool:
        """Whether a clause is a yes, a no or a fact ("habilitée ? ah non pas du tout")."""
        return any(clause.intent in (STATEMENT, *YES_NO) for clause in turn.clauses)

    @staticmethod
    def _names_enough(turn: Turn) -> bool:
        """Whether entities weigh more than an intent that is small talk, out of scope or none."""
        entities, requests = turn.entities, turn.requests
        states_course = any(
            clause.intent == STATEMENT and entities.courses_in(clause.clause.start, clause.clause.end)
            for clause in turn.clauses
        )
        if turn.intent == OUT_OF_SCOPE and requests[0].confidence >= SURE_OUT_OF_SCOPE and not states_course:
            return False
        if entities.courses and entities.place:
            return True
        if FactId.CITED_ORGANISATION in entities.facts and requests and requests[0].confidence < SURE_ALONE:
            return True
        depends = turn.follows_up and turn.intent in SMALL_TALK
        return entities.has_any and (depends or dict(turn.whole.ranking).get(STATEMENT, 0.0) >= LIKELY_STATEMENT)
