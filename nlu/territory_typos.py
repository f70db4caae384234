"""Misspelt names of territories and towns: "pirénées atlantique", "chatelerault", "brive la gayarde".

Names are compared by how they sound to a hurried hand (double letters, y and i, silent endings), then by edit distance.
Only words that are in no list of frequent words, and in no name, count as misspelt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from nlu.territory_context import ARTICLES
from nlu.text import word_set

_SOUNDS = (
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile("ph"), "f"),
    (re.compile("qu|ck|q|c(?![eihy])"), "k"),
    (re.compile("c(?=[eiy])"), "s"),
    (re.compile("(?<!c)h"), ""),
    (re.compile("eau|au"), "o"),
    (re.compile("gu(?=[eiy])"), "g"),
    (re.compile("ain|ein|in(?![aeiouyn])"), "in"),
    (re.compile("y"), "i"),
    (re.compile("z"), "s"),
    (re.compile("(?<=..)(es|ts|ds|s|e|t|x)$"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
_SMALL_WORDS = word_set(
    "a au aux en dans ds sur vers chez depuis pour pr de d du des in from near at et ou un une je on m s t n i j"
)
_LONGEST = 6
_LONG = 10


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """A word as it sounds, roughly."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word


@dataclass(frozen=True)
class Guess:
    """A reading of some words: the keys of the names that are as near, and how near."""

    keys: tuple[str, ...]
    words: int
    distance: int
    length: int


class TypoIndex:
    """Names by first letter and length of their sound."""

    def __init__(self, keys: Iterable[str], frequent: frozenset[str], names: frozenset[str]) -> None:
        """Index the names; `frequent` and `names` are the words that are not misspelt."""
        self._frequent = frequent
        self._names = names
        self._parts = {sound(name) for name in names if len(name) >= 4}
        self._exact: dict[str, set[str]] = {}
        self._near: dict[tuple[str, int], list[str]] = {}
        for key in keys:
            heard = "".join(map(sound, key.split()))
            if len(heard) >= 4:
                self._exact.setdefault(heard, set()).add(key)
        for heard in self._exact:
            self._near.setdefault((heard[0], len(heard)), []).append(heard)

    def unknown(self, word: str) -> bool:
        """Whether a word may be misspelt."""
        return len(word) >= 4 and word.isalpha() and word not in self._frequent and word not in self._names

    def guess(self, words: Sequence[str], shortest: int) -> Guess | None:
        """The best reading of the first words, of more than `shortest` of them."""
        best: Guess | None = None
        if not words or words[0] in _SMALL_WORDS:
            return None
        heard = ""
        unknown = False
        for count, word in enumerate(words[:_LONGEST], start=1):
            part = sound(word)
            if self.unknown(word):
                unknown = True
            elif word not in self._names and part not in self._parts:
                break  # no name holds this word, nor is it a misspelling of one that does
            heard += part
            if count <= shortest or word in _SMALL_WORDS:
                continue
            written = " ".join(words[:count])
            guess = self._read(heard, words[:count], unknown)
            if guess and written in guess.keys:
                continue  # no misspelling: the name was seen and not believed
            if guess and (best is None or (guess.distance - guess.words) <= (best.distance - best.words)):
                best = guess
        return best

    def _read(self, heard: str, words: Sequence[str], unknown: bool) -> Guess | None:
        # An article gives no weight: "la" and four letters are four letters.
        length = len("".join(words[1:] if words[0] in ARTICLES else words))
        if heard in self._exact and (unknown or len(words) > 1):
            keys = _fitting(self._exact[heard], words, 0)
            return Guess(keys, len(words), 0, length) if keys else None
        if not unknown or length < 5:
            return None
        found: dict[str, int] = {}
        reach = _reach(len(heard))
        for size in range(len(heard) - reach, len(heard) + reach + 1) if reach else ():
            near = self._near.get((heard[0], size), ())
            for candidate, distance, _ in extract(heard, near, scorer=OSA.distance, score_cutoff=reach, limit=None):
                found[candidate] = int(distance)
        if not found:
            return None
        nearest = min(found.values())
        keys = _fitting({k for c, d in found.items() if d == nearest for k in self._exact[c]}, words, nearest)
        return Guess(keys, len(words), nearest, length) if keys else None


def _fitting(keys: Iterable[str], words: Sequence[str], distance: int) -> tuple[str, ...]:
    """The names that the words may be: of as many words, or run together or torn apart with hardly a wrong letter."""
    return tuple(sorted(key for key in keys if _fits(key, words, distance)))


def _fits(key: str, words: Sequence[str], distance: int) -> bool:
    written, name = "".join(words), key.replace(" ", "")
    # Much that sounds alike is written otherwise: "Laure" is not the Loire.
    shortest = min(len(written), len(name))
    slips = _slips(shortest) + (distance == 0 and shortest > _LONG)
    if (distance and name[0] != written[0]) or OSA.distance(written, name) > slips:
        return False
    count = key.count(" ") + 1
    if count < len(words):
        return distance == 0 and all(len(word) > 1 for word in words)
    return count == len(words) or distance == 0 or len(name) >= _LONG


def _slips(length: int) -> int:
    """How many letters may be written otherwise in a name of this length."""
    return 1 if length < 7 else 2 if length < 12 else 3 if length < 17 else 4


def _reach(length: int) -> int:
    """How many letters may be wrong in a name of this length."""
    if length < 5:
        return 0
    return 1 if length < 9 else 2 if length < 16 else 3
