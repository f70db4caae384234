"""The line of a file that a finding is about, with the part of it to look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rules.errors import Finding

_QUOTED = re.compile(r"« ([^»]+) »")
_WORD = re.compile(r"[^\s,:;\]}'\"]+")

MAX_BEFORE: Final = 30
"""Characters shown before the relevant part, if the line is longer than the screen."""


@dataclass(frozen=True)
class Excerpt:
    """A line of a file, with the position and length of its relevant part, from 0."""

    line: str
    column: int
    length: int

    def window(self, width: int) -> tuple[str, int]:
        """The part of the line that fits some columns and shows the relevant part, and the column of that part."""
        if len(self.line) <= width:
            return self.line, self.column
        start = max(0, min(self.column - MAX_BEFORE, len(self.line) - width))
        shown = self.line[start : start + width]
        if start:
            shown = f"…{shown[1:]}"
        if start + width < len(self.line):
            shown = f"{shown[:-1]}…"
        return shown, self.column - start


def excerpt(finding: Finding) -> Excerpt | None:
    """The line of a finding; None if the file has no such line."""
    try:
        stamp = finding.place.file.stat().st_mtime_ns
        lines = _lines(str(finding.place.file), stamp)
    except OSError:
        return None
    if finding.place.line > len(lines) or not lines[finding.place.line - 1].strip():
        return None
    line = lines[finding.place.line - 1].replace("\t", "→")
    if finding.column is not None:
        return Excerpt(line, min(finding.column, len(line)), 1)
    return Excerpt(line, *_part(line, finding.problem))


def _part(line: str, problem: str) -> tuple[int, int]:
    """The position of the longest text that the problem quotes in guillemets; else of the first word of the line."""
    named = {part for name in _QUOTED.findall(problem) for part in (name, name.rpartition(".")[2])}
    longest = max((part for part in named if part and part in line), key=len, default=None)
    if longest:
        return line.index(longest), len(longest)
    word = _WORD.search(line, len(line) - len(line.lstrip(" -")))
    return (word.start(), len(word[0])) if word else (0, 1)


@lru_cache(maxsize=64)
def _lines(file: str, _stamp: int) -> list[str]:
    with open(file, encoding="utf-8-sig", errors="replace") as opened:
        return opened.read().splitlines()
