"""Restatements: what an utterance asks once it has set the last answer aside ("not about money: can I start now?")."""

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
"""After a greeting, of more than a name."""

_REJECTING = (Phrase.REJECTION, Phrase.TOPIC_REJECTION)

_AROUND = " ,;:.!…-"
"""What is left out at both ends of what is meant; a question keeps its mark."""

Hears = Callable[[ClassifiedClause], bool]
"""Whether a clause is heard to set an answer aside."""


@dataclass(frozen=True)
class Restatement:
    """`rejected`: the words that set the last answer aside; `rest`: the others, which are read by themselves.

    `rejects`: they say that the last answer was to another question; else they only ask once more.
    """

    rejected: str
    rest: str
    rejects: bool


class Restatements:
    """Finds restatements by the phrases of the lexicon, and by what the heads hear of each clause."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._phrases = lexicon.phrases

    def find(self, text: str, clauses: Sequence[ClassifiedClause], hears: Hears) -> Restatement | None:
        """The restatement that an utterance is; None where it sets nothing aside, or says nothing else.

        Args:
            text: the utterance.
            clauses: its clauses, where it has more than one.
            hears: whether a clause is heard to set an answer aside.
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
        """What an utterance says after a greeting, in more than a word; None where it does not greet, or no more."""
        after = self._phrases.after_first(Phrase.GREETING, text)
        if after is None or len(after.split()) < _MIN_WORDS:
            return None
        return text[_beginning(text, after) :]

    def _after_phrase(self, text: str, start: int) -> tuple[int, bool]:
        """Where a text goes on after a phrase that begins at a place, and whether that rejects; the place for none."""
        further = text[start:]
        for phrase in (*_REJECTING, Phrase.RESTATEMENT):
            after = self._phrases.after_first(phrase, further)
            if after is not None:
                return start + _beginning(further, after), phrase in _REJECTING
        return start, False

    def _without_contrast(self, rest: str) -> str:
        """What is meant without what it is not ("the price, not the travel costs")."""
        before = self._phrases.before_last(Phrase.CONTRAST, rest)
        return rest[: _place(rest, len(before))].rstrip(" ,;:") if before else rest


def _beginning(text: str, folded_end: str) -> int:
    """Where the end of a text begins, which is given folded."""
    return _place(text, len(fold(text)) - len(folded_end))


def _place(text: str, folded: int) -> int:
    """Where a text reaches so many folded characters: folding may lengthen or shorten it."""
    return bisect_left(range(len(text)), folded, key=lambda end: len(fold(text[:end])))
