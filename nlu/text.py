"""Words of a message without case, accents or typographic variants, with their place in the original text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

# What Unicode decomposition leaves alone and French spelling treats as the same letters.
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"} | dict.fromkeys("’‘ʼ`´", "'"))
MAX_READ_CHARACTERS = 2_000
"""Of a message, folded: a pasted thread of e-mails says what is asked at its beginning or at its end."""

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


def excerpt(text: str) -> str:
    """The text; of one that is longer than MAX_READ_CHARACTERS once folded, the beginning and the end.

    One sign may fold to many ("ﷺ" to eighteen).
    """
    if len(text) <= MAX_READ_CHARACTERS and (text.isascii() or len(fold(text)) <= MAX_READ_CHARACTERS):
        return text
    start, end = (_fitting(part, MAX_READ_CHARACTERS // 2) for part in (text, text[::-1]))
    return f"{start}\n{end[::-1]}"


def _fitting(text: str, count: int) -> str:
    """The beginning of a text, to its last whole word within so many folded characters."""
    kept = text[:count]
    while (folded := len(fold(kept))) > count:
        kept = kept[: len(kept) * count // folded]
    return kept if kept == text else kept[: kept.rfind(" ") + 1] or kept


def words_of_file(path: Path) -> list[str]:
    """The words of a file of words; its lines that begin with "#" are comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


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
