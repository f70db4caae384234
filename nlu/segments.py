"""A message cut into the pieces that may each ask something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import msgspec

from nlu.days import DayFinder, DayWords
from nlu.text import fold
from rules.yaml_lines import read_document

WORDS = Path(__file__).parent / "lexique" / "mots.yml"

MOST_SEGMENTS = 12
"""A pasted e-mail thread has more sentences than this; the first and last hold the question."""

_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\n+")


class WordsFile(msgspec.Struct, forbid_unknown_fields=True):
    """`lexique/mots.yml`: the small words of conversation."""

    vides: str
    suites: list[str]
    renvois: str
    negations: str
    interrogatifs: str
    jours: DayWords
    faits_nommes: dict[str, str]


@dataclass(frozen=True)
class Segment:
    """A piece of a message, with its place in it."""

    text: str
    start: int
    interrogative: bool

    @property
    def end(self) -> int:
        """Where it ends in the message."""
        return self.start + len(self.text)


class Words:
    """The small words, ready to match. Build it with :meth:`load`."""

    def __init__(self, file: WordsFile) -> None:
        self.empty = frozenset(file.vides.split())
        self.days = DayFinder(file.jours)
        self._named = {fact: re.compile(rf"(?<!\w){words}(?!\w)") for fact, words in file.faits_nommes.items()}
        self._follows = re.compile(r"(?:" + "|".join(file.suites) + r")\b")
        self._refers = re.compile(rf"(?<!\w){file.renvois}(?!\w)")
        self._negates = re.compile(rf"(?<!\w){file.negations}")
        self._asks = re.compile(rf"(?<!\w){file.interrogatifs}(?!\w)")
        self._joins = re.compile(rf"(?:,|\b(?:et|puis|and|then|ainsi que|&))\s+(?={file.interrogatifs}(?!\w))", re.I)

    @classmethod
    def load(cls, path: Path = WORDS) -> Words:
        """Read the lexicon.

        Raises:
            ProgrammeError: the file does not have the form.
        """
        return cls(read_document(path, WordsFile).content)

    def follows(self, text: str) -> bool:
        """Whether a message goes on from the one before ("et pour …")."""
        return self._follows.match(fold(text).lstrip(" .,!?…«\"'-")) is not None

    def refers(self, text: str) -> bool:
        """Whether a message speaks of the training just spoken of ("ça dure …")."""
        return self._refers.search(fold(text)) is not None

    def negated(self, before: str) -> bool:
        """Whether the words before a place or a course set it aside ("plus en …")."""
        return self._negates.search(fold(before)) is not None

    def named_facts(self, text: str) -> tuple[str, ...]:
        """The facts a message calls by their name ("mon département"), without giving a value."""
        folded = fold(text)
        return tuple(fact for fact, pattern in self._named.items() if pattern.search(folded))

    def segments(self, text: str) -> list[Segment]:
        """The sentences and joined questions of a message, in order."""
        found = [piece for sentence in _split(text, 0, _SENTENCE_END) for piece in self._questions(*sentence)]
        if len(found) > MOST_SEGMENTS:
            found = found[: MOST_SEGMENTS // 2] + found[-MOST_SEGMENTS // 2 :]
        return found

    def _questions(self, text: str, start: int) -> list[Segment]:
        pieces = _split(text, start, self._joins)
        return [Segment(piece, at, "?" in piece or bool(self._asks.search(fold(piece)))) for piece, at in pieces]


def _split(text: str, start: int, separator: re.Pattern[str]) -> list[tuple[str, int]]:
    pieces: list[tuple[str, int]] = []
    at = 0
    for match in separator.finditer(text):
        pieces.append((text[at : match.start()], start + at))
        at = match.end()
    pieces.append((text[at:], start + at))
    return [(piece, place) for piece, place in pieces if any(character.isalnum() for character in piece)]
