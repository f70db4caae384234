"""Words of a message without case, accents or typographic variants, with their place in the original text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# What Unicode decomposition leaves alone and French spelling treats as the same letters.
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"} | dict.fromkeys("’‘ʼ`´", "'"))
# Combining marks belong to the word: some keyboards send "é" as "e" followed by U+0301.
_COMBINING = re.compile("[\u0300-\u036f]+")
_TOKEN = re.compile("[\\w\u0300-\u036f]+|[%€]")


class Token(NamedTuple):
    """A word, number or unit sign; `start` and `end` count characters of the original text."""

    folded: str
    start: int
    end: int


def fold(text: str) -> str:
    """Casefold, drop accents, open ligatures and straighten apostrophes.

    The result may be longer or shorter than the text.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    # Once more: "𝓐" decomposes to a capital.
    return _COMBINING.sub("", decomposed).casefold().translate(_LIGATURES)


def word_set(words: str) -> frozenset[str]:
    """The words of a string, for constants that are lists of words."""
    return frozenset(words.split())


def tokens(text: str) -> list[Token]:
    """The words and numbers of a text, folded; apostrophes and hyphens separate words."""
    found = (Token(fold(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(text))
    # A combining mark without a letter folds to nothing.
    return [token for token in found if token.folded]


@lru_cache(maxsize=50_000)
def folded_words(text: str) -> tuple[str, ...]:
    """The words of a sentence, folded, in order; kept, for those who look at all examples again and again."""
    return tuple(filter(None, map(fold, _TOKEN.findall(text))))
