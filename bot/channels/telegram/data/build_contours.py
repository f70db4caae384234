"""Makes contours.txt from departements-avec-outre-mer.geojson of the repository gregoiredavid/france-geojson.

Usage: python bot/channels/telegram/data/build_contours.py departements-avec-outre-mer.geojson

Needs shapely, in an environment of its own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shapely.geometry import Polygon, shape

TOLERANCE = 0.003
"""Degrees by which an outline may be simplified: some 300 metres."""

HEADING = """\
# Outlines of the departments, by IGN (Admin Express COG, 2018, Licence Ouverte 2.0), simplified; see README.md.
# One ring a line: the code of its department, then its points: longitude and latitude in thousandths of a degree, each
# but the first as the difference from the one before. A ring within another of its department is a hole.
# Made by build_contours.py; do not edit by hand.
"""


def main() -> None:
    """Write the file."""
    features = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["features"]
    lines = [
        line for feature in sorted(features, key=lambda each: each["properties"]["code"]) for line in _lines(feature)
    ]
    Path(__file__).with_name("contours.txt").write_text(HEADING + "".join(f"{line}\n" for line in lines), "utf-8")


def _lines(feature: dict[str, Any]) -> Iterator[str]:
    outline = shape(feature["geometry"]).buffer(0)
    polygons = [outline] if isinstance(outline, Polygon) else list(outline.geoms)
    for polygon in polygons:
        simple = polygon.simplify(TOLERANCE)
        for ring in (simple.exterior, *simple.interiors):
            points = list(dict.fromkeys((round(x * 1000), round(y * 1000)) for x, y in ring.coords))
            if len(points) >= 3:
                yield f"{feature['properties']['code']} {_written(points)}"


def _written(points: list[tuple[int, int]]) -> str:
    before = [(0, 0), *points]
    return " ".join(f"{x - a},{y - b}" for (x, y), (a, b) in zip(points, before, strict=False))


if __name__ == "__main__":
    main()
