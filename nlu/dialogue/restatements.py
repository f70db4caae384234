"""Restatements: what is asked once an utterance has set the last answer aside ("not about money: can I start now?")."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlu.classification.ranking import ClassifiedClause
from nlu.entities.lexicon import Lexicon
from nlu.entities.set_phrases import Phrase
from nlu.text import fold

MAX_REJECTIONS = 4
"""Phrases in a row that set an answer aside ("no, you got me wrong, that's not it, I meant …")."""

_MIN_WORDS = 2
"""Words after a greeting that are more than a name."""

_REJECTING = (Phrase.REJECTION, Phrase.TOPIC_REJECTION)

_AROUND = " ,;:.!…-"
"""Characters stripped from both ends; a question keeps its mark."""

Hears = Callable[[ClassifiedClause], bool]
"""Whether the heads recognize a clause as setting an answer aside."""


@dataclass(frozen=True)
class Restatement:
    """An utterance that sets the last answer aside.

    Attributes:
        rejected: the words that set it aside.
        rest: the other words, read by themselves.
        rejects: whether the last answer was to another question; if not, the rest only asks once more.
    """

    rejected: str
    rest: str
    rejects: bool


class Restatements:
    """Finds restatements, by the phrases of the lexicon and by the heads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._phrases = lexicon.phrases

    def find(self, text: str, clauses: Sequence[ClassifiedClause], hears: Hears) -> Restatement | None:
        """Split an utterance into rejection and rest; None if it sets nothing aside, or says nothing else.

        Args:
            text: the utterance.
            clauses: its clauses, if it has more than one.
            hears: whether the heads recognize a clause as setting an answer aside.
        """
        start, rejects = 0, False
        for _ in range(MAX_REJECTIONS):
            further, is_rejection = self._after_phrase(text, start)
            next_clause = next((clause for clause in clauses if clause.clause.start >= further), None)
            if (
                further == start
                and next_clause
                and not text[start : next_clause.clause.start].strip()
                and hears(next_clause)
            ):
                further, is_rejection = next_clause.clause.end, True
            if further == start:
                break
            start, rejects = further, rejects or is_rejection
        if not start:
            return None
        rest = text[start:].strip(_AROUND)
        plain = self._without_contrast(rest)
        rejects = rejects or plain != rest
        if plain != rest and text.rstrip().endswith("?"):
            plain = f"{plain} ?"
        return Restatement(text[:start], plain, rejects) if any(sign.isalnum() for sign in plain) else None

    def after_greeting(self, text: str) -> str | None:
        """The text after a greeting, if it is more than a name; else None."""
        after = self._phrases.after_first(Phrase.GREETING, text)
        if after is None or len(after.split()) < _MIN_WORDS:
            return None
        return text[_beginning(text, after) :]

    def _after_phrase(self, text: str, start: int) -> tuple[int, bool]:
        """Where the text goes on after a phrase at `start`, and whether that phrase rejects; `start` without one."""
        further = text[start:]
        for phrase in (*_REJECTING, Phrase.RESTATEMENT):
            after = self._phrases.after_first(phrase, further)
            if after is not None:
                return start + _beginning(further, after), phrase in _REJECTING
        return start, False

    def _without_contrast(self, rest: str) -> str:
        """The text without the contrast at its end ("the price, not the travel costs")."""
        before = self._phrases.before_last(Phrase.CONTRAST, rest)
        return rest[: _place(rest, len(before))].rstrip(" ,;:") if before else rest


def _beginning(text: str, folded_end: str) -> int:
    """Where the end of a text begins, given that end folded."""
    return _place(text, len(fold(text)) - len(folded_end))


def _place(text: str, folded: int) -> int:
    """The index in a text after some folded characters: folding may lengthen or shorten it."""
    return bisect_left(range(len(text)), folded, key=lambda end: len(fold(text[:end])))
