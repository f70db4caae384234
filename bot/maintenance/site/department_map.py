"""The map of the territories: their outlines, and how to distinguish groups by more than colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from bot.maintenance.site.matrix import OrganisationGroup
from rules.model import Programme

CREDITS = Path(__file__).parent / "data" / "credits.yml"
_OUTLINES = Path(__file__).parent / "data" / "carte.json"

COLOURS = 8
"""Colours of the style sheet, from a colour-blind safe scheme; then they repeat with another pattern."""

PATTERNS = ("plein", "raye", "points")

UNKNOWN = ("c0", "croise")
"""Colour and pattern of territories without an answer."""

MAGNIFIED = ("75", "92", "93", "94")
"""Departments too small at the scale of the whole map."""

_FRAME = (60, 60, 1250, 1250)
MAGNIFICATION = 5


class Outline(msgspec.Struct, frozen=True):
    """A territory: its path, its inner point farthest from the edge, and the distance to the edge."""

    trace: str
    point: tuple[int, int]
    rayon: int


class Outlines(msgspec.Struct, frozen=True):
    """All territories in whole numbers; those overseas have frames of x, y, width and height."""

    largeur: int
    hauteur: int
    cadres: dict[str, tuple[int, int, int, int]]
    formes: dict[str, Outline]


@dataclass(frozen=True)
class Label:
    """A group's number on the map."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Magnifier:
    """The frame that enlarges the smallest departments: x, y, width and height, and its transform."""

    frame: tuple[int, int, int, int]
    transform: str
    label: Label


@cache
def outlines() -> Outlines:
    """The outlines of this project."""
    return msgspec.json.decode(_OUTLINES.read_bytes(), type=Outlines)


def look(group: OrganisationGroup) -> tuple[str, str]:
    """The colour and pattern of a group, as named in the style sheet."""
    if not group.known:
        return UNKNOWN
    turn, colour = divmod(group.number - 1, COLOURS)
    return f"c{colour + 1}", PATTERNS[turn % len(PATTERNS)]


def labels(programme: Programme, groups: Iterable[OrganisationGroup]) -> Iterator[Label]:
    """The numbers of the groups: one in each frame and region, where there is most room."""
    drawn = outlines()
    for group in groups:
        regions: dict[str, list[str]] = {}
        for code in group.codes:
            if code in drawn.cadres:
                x, y, _, _ = drawn.cadres[code]
                yield Label(x + 70, y + 130, str(group.number))
            elif code in drawn.formes:
                regions.setdefault(programme.territories[code].region, []).append(code)
        for codes in regions.values():
            roomiest = max(codes, key=lambda code: drawn.formes[code].rayon)
            yield Label(*drawn.formes[roomiest].point, str(group.number))


def magnifier(groups: Sequence[OrganisationGroup]) -> Magnifier:
    """The smallest departments, enlarged, with the number of the first one's group."""
    first = MAGNIFIED[0]
    x, y, width, height = _FRAME
    centre_x, centre_y = x + width // 2, y + height // 2
    from_x, from_y = outlines().formes[first].point
    number = next(group.number for group in groups if first in group.codes)
    transform = (
        f"translate({centre_x - MAGNIFICATION * from_x} {centre_y - MAGNIFICATION * from_y}) scale({MAGNIFICATION})"
    )
    return Magnifier(_FRAME, transform, Label(centre_x, centre_y, str(number)))
