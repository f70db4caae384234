"""The lines around a place in a file, shown beside its finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rules.model import Place

_LINES_AROUND: Final = 1
"""Lines shown before and after the one named."""


@dataclass(frozen=True)
class ExcerptLine:
    """A line of an excerpt; `is_named` marks the one named."""

    number: int
    text: str
    is_named: bool


def excerpt(place: Place, lines: Sequence[str] | None = None) -> tuple[ExcerptLine, ...]:
    """The lines around a place; `lines` is the content of its file if not written yet."""
    if lines is None:
        try:
            lines = place.file.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return ()
    first = max(place.line - _LINES_AROUND, 1)
    last = min(place.line + _LINES_AROUND, len(lines))
    return tuple(ExcerptLine(number, lines[number - 1], number == place.line) for number in range(first, last + 1))
