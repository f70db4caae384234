"""Merge similar cases into few boxes. A box has a set of values for each of several dimensions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def merged(boxes: Iterable[tuple[frozenset[T], ...]]) -> tuple[tuple[frozenset[T], ...], ...]:
    """The same cases in few boxes: boxes that differ in one dimension only are merged, the last dimension first."""
    found = list(dict.fromkeys(boxes))
    width = len(found[0]) if found else 0
    before = -1
    while before != len(found):
        before = len(found)
        for at in reversed(range(width)):
            joined: dict[tuple[frozenset[T], ...], frozenset[T]] = {}
            for box in found:
                rest = (*box[:at], *box[at + 1 :])
                joined[rest] = joined.get(rest, frozenset()) | box[at]
            found = [(*rest[:at], part, *rest[at:]) for rest, part in joined.items()]
    return tuple(found)
