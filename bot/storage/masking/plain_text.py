"""The plain form of a text: signs that look alike become the same, each with its place in the original."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# A sign with its combining marks: "e" and U+0301; a digit, U+FE0F and the keycap U+20E3.
_CLUSTER = re.compile("(?s:.)[\u0300-\u036f\ufe00-\ufe0f\u20e3]*")
_MARKS_OF_EMOJI = re.compile("[\ufe00-\ufe0f\u20e3]")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´′＇"), "'")
_ALIKE = {**_DASHES, **_APOSTROPHES}


class PlainText(NamedTuple):
    """A text with plain spaces, dashes, apostrophes, digits and letters, and without zero-width signs.

    Attributes:
        text: the plain text.
        starts: start of each character in the original; empty if all places are the same.
        ends: end of each character in the original; empty if all places are the same.
    """

    text: str
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """A span of the plain text, in characters of the original."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)


def plain_text(text: str) -> PlainText:
    """The plain form of a text."""
    if text.isascii():
        return PlainText(text)
    written: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _CLUSTER.finditer(text):
        for sign in _plain(match[0]):
            written.append(sign)
            starts.append(match.start())
            ends.append(match.end())
    return PlainText("".join(written), tuple(starts), tuple(ends))


def _plain(cluster: str) -> str:
    if cluster.isascii():
        return cluster
    signs = unicodedata.normalize("NFKC", _MARKS_OF_EMOJI.sub("", cluster)).translate(_ALIKE)
    return "".join(map(_plain_sign, signs))


def _plain_sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "Cf":
        return ""
    return " " if category == "Zs" else sign
