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

from nlu.entities.places.tokenized_text import ARTICLES
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
_LONGEST_WORD = 40
_LONG = 10


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """A word as it sounds, roughly."""
    for pattern, simpler in _SOUNDS:
        word = pattern.sub(simpler, word)
    return word


@dataclass(frozen=True)
class PlaceGuess:
    """A reading of some words: the keys of the names that are as near, and how near."""

    keys: tuple[str, ...]
    words: int
    distance: int
    length: int


class TypoIndex:
    """Names by first letter and length of their sound."""

    def __init__(
        self, keys: Iterable[str], communes: Iterable[str], frequent: frozenset[str], names: frozenset[str]
    ) -> None:
        """Index the names; `frequent` and `names` are the words that are not misspelt."""
        self._communes: dict[tuple[str, int], list[str]] = {}
        for commune in communes:
            joined = commune.replace(" ", "")
            self._communes.setdefault((joined[0], len(joined)), []).append(joined)
        self._frequent = frequent
        self._names = names
        self._parts = {sound(name) for name in names if len(name) >= 4}
        self._exact: dict[str, set[str]] = {}
        self._near: dict[tuple[str, int], list[str]] = {}
        for key in keys:
            sounds = "".join(map(sound, key.split()))
            if len(sounds) >= 4:
                self._exact.setdefault(sounds, set()).add(key)
        longest = max(map(len, self._exact), default=0)
        self._most_sounds = longest + _reach(longest)
        for sounds in self._exact:
            self._near.setdefault((sounds[0], len(sounds)), []).append(sounds)

    def unknown(self, word: str) -> bool:
        """Whether a word may be misspelt."""
        return len(word) >= 4 and word.isalpha() and word not in self._frequent and word not in self._names

    def guess(self, words: Sequence[str], shortest: int) -> PlaceGuess | None:
        """The best reading of the first words, of more than `shortest` of them."""
        best: PlaceGuess | None = None
        if not words or words[0] in _SMALL_WORDS:
            return None
        sounds = ""
        unknown = False
        for count, word in enumerate(words[:_LONGEST], start=1):
            if len(word) > _LONGEST_WORD:
                break
            part = sound(word)
            if self.unknown(word):
                unknown = True
            elif word not in self._names and part not in self._parts:
                break  # no name holds this word, nor is it a misspelling of one that does
            sounds += part
            if len(sounds) > self._most_sounds:
                break
            if count <= shortest or word in _SMALL_WORDS:
                continue
            if not unknown and sounds not in self._exact:
                continue
            written = " ".join(words[:count])
            guess = self._read(sounds, words[:count], unknown)
            if guess and written in guess.keys:
                continue  # no misspelling: the name was seen and not believed
            if guess and (best is None or (guess.distance - guess.words) <= (best.distance - best.words)):
                best = guess
        return best

    def _read(self, sounds: str, words: Sequence[str], unknown: bool) -> PlaceGuess | None:
        # An article gives no weight: "la" and four letters are four letters.
        length = len("".join(words[1:] if words[0] in ARTICLES else words))
        found: dict[str, int] = dict.fromkeys(self._exact.get(sounds, ()), 0)
        if not unknown:
            # Two words that exist may be a misspelling together ("haute pyrénée"), but not one ("la garde"), nor do
            # words of a sentence make a name by chance ("the bell for").
            content = [word for word in words if word not in ARTICLES]
            found = {key: 0 for key in found if len(content) > 1 and key.count(" ") + 1 >= len(words)}
        fitting = _fitting(found, words) if found else {}
        if unknown and length >= 5 and not any(written <= 1 for written in fitting.values()):
            found = self._within_reach(sounds) | found
            fitting = _fitting(found, words) if found else {}
        if not fitting:
            return None
        # How it is written counts as much as how it sounds: "Ardènhe" is nearer to Ardèche than to Ardennes.
        scores = {key: written + found[key] for key, written in fitting.items()}
        best = min(scores.values())
        keys = tuple(sorted(key for key, score in scores.items() if score == best))
        return PlaceGuess(keys, len(words), min(found[key] for key in keys), length)

    def _within_reach(self, sounds: str) -> dict[str, int]:
        """Names that sound nearly so, and how many sounds differ."""
        found: dict[str, int] = {}
        reach = _reach(len(sounds))
        for size in range(len(sounds) - reach, len(sounds) + reach + 1) if reach else ():
            near = self._near.get((sounds[0], size), ())
            for candidate, distance, _ in extract(sounds, near, scorer=OSA.distance, score_cutoff=reach, limit=None):
                found |= dict.fromkeys(self._exact[candidate], int(distance))
        return found

    def rival(self, words: Sequence[str], key: str) -> int:
        """How much nearer the words are to the name than to any other commune's: below 0, another is nearer."""
        written = "".join(words)
        own = OSA.distance(written, key.replace(" ", ""))
        near = [
            other
            for size in range(len(written) - own, len(written) + own + 1)
            for other in self._communes.get((written[0], size), ())
        ]
        found = extract(written, near, scorer=OSA.distance, score_cutoff=own, limit=2)
        others = [int(distance) for other, distance, _ in found if other != key.replace(" ", "")]
        return min(others, default=own + 1) - own


def _fitting(found: dict[str, int], words: Sequence[str]) -> dict[str, int]:
    """The names that the words may be, and how many letters are written otherwise."""
    fitting: dict[str, int] = {}
    written = "".join(words)
    for key, distance in found.items():
        differing = OSA.distance(written, key.replace(" ", ""))
        if _fits(key, words, distance, differing):
            fitting[key] = differing
    return fitting


def _fits(key: str, words: Sequence[str], distance: int, differing: int) -> bool:
    written, name = "".join(words), key.replace(" ", "")
    # Much that sounds alike is written otherwise: "Laure" is not the Loire.
    shortest = min(len(written), len(name))
    if (distance and name[0] != written[0]) or differing > _slips(shortest) + (distance == 0 and shortest > _LONG):
        return False
    count = key.count(" ") + 1
    if count < len(words):
        # Torn apart: the letters must be right.
        return distance == 0 and all(len(word) > 1 for word in words)
    return count == len(words) or distance == 0 or (distance == 1 and len(name) >= _LONG)


def _slips(length: int) -> int:
    """How many letters may be written otherwise in a name of this length."""
    return 1 if length < 7 else 2 if length < 12 else 3 if length < 17 else 4


def _reach(length: int) -> int:
    """How many letters may be wrong in a name of this length."""
    if length < 5:
        return 0
    return 1 if length < 9 else 2 if length < 16 else 3
