"""Positions: the department of a shared position, by the outlines in `data/contours.txt`.

No other service is asked, and no position is kept.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

_OUTLINES: Final = Path(__file__).with_name("data") / "contours.txt"

_UNITS: Final = 1000
"""Units of the file per degree."""

_NEAR: Final = 20
"""Units, some two kilometres: a position this near an outline counts as inside, on a beach or in a harbour."""

_Points = tuple[tuple[int, int], ...]


class _Ring(NamedTuple):
    """A ring of an outline: its department's code, its points, and its bounding rectangle."""

    code: str
    points: _Points
    west: int
    south: int
    east: int
    north: int

    def is_near(self, x: float, y: float) -> bool:
        """Whether a position lies in the rectangle, or near it."""
        return self.west - _NEAR <= x <= self.east + _NEAR and self.south - _NEAR <= y <= self.north + _NEAR

    @property
    def sides(self) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """The sides, between consecutive points."""
        return zip(self.points, (*self.points[1:], self.points[0]), strict=True)

    def crossings(self, x: float, y: float) -> int:
        """The number of sides crossed by a line that goes east from a position."""
        return sum(
            (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0] for a, b in self.sides
        )

    def distance(self, x: float, y: float) -> float:
        """The distance of a position from the ring, in units of latitude."""
        narrow = math.cos(math.radians(y / _UNITS))
        return min(_distance(x, y, a, b, narrow) for a, b in self.sides)


def department_at(longitude: float, latitude: float) -> str | None:
    """The code of the department of a position in degrees; None if it is in none of the file's."""
    x, y = longitude * _UNITS, latitude * _UNITS
    near = [ring for ring in _rings() if ring.is_near(x, y)]
    crossings: dict[str, int] = {}
    for ring in near:
        crossings[ring.code] = crossings.get(ring.code, 0) + ring.crossings(x, y)
    # Simplified outlines may overlap a little or leave gaps: then the nearest counts.
    within = {code for code, count in crossings.items() if count % 2}
    if len(within) == 1:
        return within.pop()
    distances = sorted((ring.distance(x, y), ring.code) for ring in near)
    return distances[0][1] if distances and distances[0][0] <= _NEAR else None


def _distance(x: float, y: float, a: tuple[int, int], b: tuple[int, int], narrow: float) -> float:
    """The distance of a position from the side between two points; a degree of longitude is `narrow` of latitude's."""
    along, across = (b[0] - a[0]) * narrow, b[1] - a[1]
    east, north = (x - a[0]) * narrow, y - a[1]
    length = along * along + across * across
    share = max(0.0, min(1.0, (east * along + north * across) / length)) if length else 0.0
    return math.hypot(east - share * along, north - share * across)


@cache
def _rings() -> tuple[_Ring, ...]:
    lines = _OUTLINES.read_text(encoding="utf-8").splitlines()
    return tuple(_ring(line) for line in lines if not line.startswith("#"))


def _ring(line: str) -> _Ring:
    code, *steps = line.split()
    points: list[tuple[int, int]] = []
    x = y = 0
    for step in steps:
        east, north = step.split(",")
        x, y = x + int(east), y + int(north)
        points.append((x, y))
    xs, ys = zip(*points, strict=True)
    return _Ring(code, tuple(points), min(xs), min(ys), max(xs), max(ys))
