"""Plain words searched by masks regardless of accents, the sentence around them, and the windows of a long text."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

_SENTENCE_END = re.compile(r"[.!?…]+(?=\s)|\n+")

WINDOW = 500
"""Characters that expressions search at once: their cost can grow faster than the text."""

LEAST_OF_WINDOW = 200
_CUTS = (_SENTENCE_END, re.compile(r"[,;:] "), re.compile(r"(?<=[^\W\d]) (?=[^\W\d])"))
"""Where a window may end, the best places first; else it ends anywhere."""

_ANY_ENDING = "*"
"""At the end of a word: any ending matches."""

_UNACCENTED = {
    code: base.lower()
    for code in range(0xC0, 0x180)
    if len(base := unicodedata.normalize("NFD", chr(code))[0]) == 1 and base.isascii()
}


def unaccented(text: str) -> str:
    """The text in lower case and without accents, each character at its place."""
    lower = text.translate(_UNACCENTED).lower()
    return lower if len(lower) == len(text) else text


def words_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the words in an unaccented text, the longest first.

    A space in a word also matches a dash; "*" at its end matches any ending, "*" at its start any beginning.
    """
    by_letter: dict[str, list[str]] = defaultdict(list)
    for word in sorted({unaccented(word) for word in words}, key=lambda word: (-len(word), word)):
        by_letter[word[0]].append(_expression(word))
    # Grouped by first letter: the pattern is tried at each character, and most then cost one comparison.
    branches = [f"{'' if first == _ANY_ENDING else first}(?:{'|'.join(ends)})" for first, ends in by_letter.items()]
    return re.compile(rf"(?<![\w-])(?:(?:re|post|pre|ex|semi)-)?(?:{'|'.join(branches)})(?![\w-])")


def _expression(word: str) -> str:
    ending = r"\w*" if word.endswith(_ANY_ENDING) else "(?:s|x)?"
    beginning = r"\w{2,20}" if word.startswith(_ANY_ENDING) else ""
    inside = word.strip(_ANY_ENDING)
    return beginning + re.escape(inside if beginning else inside[1:]).replace(r"\ ", "[ -]") + ending


def sentence_around(text: str, place: int) -> str:
    """The sentence around the character at that place; a line break ends a sentence."""
    start, end = 0, len(text)
    for match in _SENTENCE_END.finditer(text):
        if match.end() > place:
            end = match.start()
            break
        start = match.end()
    return text[start:end]


def windows(text: str) -> Iterator[tuple[int, str]]:
    """The parts of a text that expressions search, of at most :data:`WINDOW` characters, each after its start."""
    start = 0
    while len(text) - start > WINDOW:
        ends = ([match.end() for match in cut.finditer(text, start + LEAST_OF_WINDOW, start + WINDOW)] for cut in _CUTS)
        end = next((found[-1] for found in ends if found), start + WINDOW)
        yield start, text[start:end]
        start = end
    yield start, text[start:]
