"""Whether a message tells something rather than asks: the fact that was asked for, or one that an answer depends on."""

from __future__ import annotations

from collections.abc import Sequence

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.history import CONDITIONS, Thread
from nlu.dialogue.requests import SURE_BY_ITSELF, SURE_OUT_OF_SCOPE
from nlu.dialogue.turn import Turn
from nlu.intents import COURTESY, OUT_OF_SCOPE, SMALL_TALK, STATEMENT, YES_NO
from rules.model import Programme

NONSENSE = 0.97
"""What answers a question is out of scope only from here."""

LIKELY_STATEMENT = 0.25
"""What a message names counts from here, where nothing is asked for sure."""


class Telling:
    """Tells what advisers state from what only sounds like it."""

    def __init__(self, programme: Programme, thread: Thread) -> None:
        self._programme = programme
        self._thread = thread

    def rather(self, best: str | None, asked: Sequence[ClassifiedClause], turn: Turn, *, alone: str) -> bool:
        """Whether a message states something, where it sounds like no question of the programme.

        Args:
            best: what it sounds like in its conversation; None where that is not sure.
            asked: the pieces that sound so.
            turn: the message.
            alone: what it sounds like at the start of a conversation.
        """
        replies = self._replies(turn) or (turn.memory.pending and alone == STATEMENT)
        if best == OUT_OF_SCOPE and asked[0].confidence < NONSENSE and replies:
            return True
        if self._tells(turn) and (best in COURTESY or (best in SMALL_TALK and self._answers(turn))):
            return True
        return self._names_enough(best, asked, turn)

    def situation(self, turn: Turn) -> set[str]:
        """The facts of the adviser's situation that a message states."""
        return {fact for fact in turn.mentions.facts if self._programme.facts[fact].question == CONDITIONS}

    def of_else(self, asked: ClassifiedClause, turn: Turn) -> bool:
        """Whether a message states a fact that the question it may ask does not depend on: one of the situation, where
        the question is not sure; or one that the last answer depends on, where the question is of another training than
        that ("what's the first one exactly?", of two families of modules, is of no référent numérique).
        """
        stated, situation = set(turn.mentions.facts), self.situation(turn)
        told = situation if asked.confidence < SURE_BY_ITSELF else set()
        if turn.leans and self._of_another_training(asked.best, turn):
            told |= (stated - situation) & set(self._thread.reads(turn.memory.thread[0].question))
        return (
            bool(told)
            and not told & set(self._thread.reads(asked.best))
            and not self._programme.tables[asked.best].yields
        )

    def _of_another_training(self, question: str, turn: Turn) -> bool:
        """Whether a question is about one training alone, and that is neither named nor the one just spoken of."""
        thread, about = turn.memory.thread, dict(self._programme.tables[question].about).get("parcours")
        return bool(thread and about and not turn.mentions.courses) and about != self._thread.course(thread[0])

    def _replies(self, turn: Turn) -> bool:
        """Whether a message answers the question just asked, or goes on with a place or fact, in words never heard."""
        if turn.mentions.territory:
            return turn.memory.pending or turn.follows
        return turn.leans and (turn.memory.pending or (turn.follows and self._tells(turn)))

    def _tells(self, turn: Turn) -> bool:
        """Whether a message states the fact that was asked for, or one of the situation that the last answer reads."""
        if not turn.memory.thread:
            return False
        told = set(turn.mentions.facts)
        if turn.memory.pending and any(piece.best == STATEMENT for piece in turn.pieces):
            told |= set(turn.mentions.stated)  # "merci, 86", not "merci, je verrai avec le hub de Bordeaux"
        return bool(told & set(self._thread.reads(turn.memory.thread[0].question)))

    @staticmethod
    def _answers(turn: Turn) -> bool:
        """Whether a part of a message says yes, no or a fact ("habilitée ? ah non pas du tout")."""
        return any(piece.best in (STATEMENT, *YES_NO) for piece in turn.pieces)

    def _names_enough(self, best: str | None, asked: Sequence[ClassifiedClause], turn: Turn) -> bool:
        """Whether what a message names says more than its words, where they sound like small talk or nonsense."""
        mentions = turn.mentions
        states = any(
            piece.best == STATEMENT and mentions.courses_in(piece.segment.start, piece.segment.end)
            for piece in turn.pieces
        )
        if best == OUT_OF_SCOPE and asked[0].confidence >= SURE_OUT_OF_SCOPE and not states:
            return False
        if mentions.courses and mentions.territory:
            return True
        if "organisme_cite" in mentions.facts and asked and asked[0].confidence < SURE_BY_ITSELF:
            return True
        leaning = turn.follows and best in SMALL_TALK
        return mentions.any and (leaning or dict(turn.whole.ranking).get(STATEMENT, 0.0) >= LIKELY_STATEMENT)
