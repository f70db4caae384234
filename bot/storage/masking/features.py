"""A tagger's features for each word and sign of a text: its form, its neighbours, and the lists that contain it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from nlu.text import fold

LISTS = Path(__file__).parent / "data" / "listes.txt"
COMMUNES = Path(__file__).parents[3] / "nlu" / "data" / "communes.txt"

_SIGN = re.compile(r"[^\W\d_]+|\d+|\n+|[^\w\s]|_")
_COMMUNE_PART = re.compile(r"[^\W\d_]+")
_SHORT = 4
"""Longest shape of a word: longer words look alike."""


_LONGEST = 30
"""Letters of a word that are looked at: no name has more."""


class TextSign(NamedTuple):
    """A word, number or sign of a text; `start` and `end` count its characters."""

    text: str
    start: int
    end: int


def signs(text: str) -> list[TextSign]:
    """The words, numbers, signs and line ends of a text."""
    return [TextSign(match[0], match.start(), match.end()) for match in _SIGN.finditer(text)]


@dataclass(frozen=True)
class WordLists:
    """The lists that contain a folded word, coded in letters: "P2M1" is a frequent first name and a rare word."""

    lists: dict[str, str]

    @classmethod
    def load(cls) -> WordLists:
        """Read the lists of names and words, and the parts of the communes' names."""
        found: dict[str, str] = {}
        codes: dict[str, str] = {}

        def add(word: str, code: str) -> None:
            joined = found.get(word, "") + code
            found[word] = codes.setdefault(joined, joined)

        for line in LISTS.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                kind, level, words = line.split("|")
                for word in words.split():
                    add(word, kind + level)
        for word in sorted(_commune_words()):
            add(word, "C")
        return cls(found)

    def of(self, word: str) -> str:
        """The code of the lists that contain a folded word; "" if none does."""
        return self.lists.get(word, "")


def _commune_words() -> set[str]:
    """One-word names of communes that are not small, and of small ones whose name nobody else has."""
    found: set[str] = set()
    for line in COMMUNES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            for name in line.partition("|")[2].split(","):
                if "+" in name or "*" in name:
                    found.update(fold(part) for part in _COMMUNE_PART.findall(name) if len(part) > 3)
    return found


def features(written: Sequence[str], lists: WordLists) -> list[list[str]]:
    """The features of each sign of a text, as strings."""
    words = [fold(text[:_LONGEST]) for text in written]
    known = [lists.of(word) or ("?" if word.isalpha() else "") for word in words]
    shapes = [_shape(text) for text in written]
    letters = "".join(written)
    case = "l" if letters.islower() else "u" if letters.isupper() else "m"
    count = len(words)
    found = []
    for index, word in enumerate(words):
        own = [
            f"w={word}",
            f"k={known[index]}",
            f"s={shapes[index]}",
            f"ks={known[index]}|{shapes[index]}|{case}",
            f"e3={word[-3:]}",
            f"e2={word[-2:]}",
            f"b3={word[:3]}",
            f"c={case}",
            f"ks0={known[index]}|{shapes[index]}",
        ]
        for offset in (-3, -2, -1, 1, 2):
            place = index + offset
            if 0 <= place < count:
                own.append(f"w{offset}={words[place]}")
                if abs(offset) < 3:
                    own.append(f"k{offset}={known[place]}|{shapes[place]}")
            else:
                own.append(f"w{offset}=" + ("<" if place < 0 else ">"))
        if index:
            own.append(f"w-1k={words[index - 1]}|{known[index]}")
            own.append(f"w-1s={words[index - 1]}|{shapes[index]}")
            own.append(f"k-1k={known[index - 1]}|{known[index]}|{shapes[index - 1]}|{shapes[index]}")
        if index > 1:
            own.append(f"w-2w-1={words[index - 2]}|{words[index - 1]}")
        if index + 1 < count:
            own.append(f"kk1={known[index]}|{known[index + 1]}|{shapes[index]}|{shapes[index + 1]}")
            own.append(f"kw1={known[index]}|{words[index + 1]}")
        if count - index < 4:
            own.append(f"end={count - index}|{known[index]}|{shapes[index]}")
        found.append(own)
    return found


def _shape(text: str) -> str:
    if text[0] == "\n":
        return "n"
    if text.isdigit():
        return "9" * min(len(text), _SHORT)
    if not text.isalpha():
        return text
    if text.islower():
        return "a"
    if text.isupper():
        return "A" if len(text) == 1 else "AA"
    return "Aa" if text[0].isupper() and text[1:].islower() else "aA"
