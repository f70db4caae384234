"""Makes communes.txt from communes.json and departements.json of the npm package @etalab/decoupage-administratif.

Usage: python nlu/data/build_communes.py PACKAGE/data COMMON_WORDS

COMMON_WORDS is the file that build_words.py makes first: names that are also words or first names get a mark.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nlu.text import tokens

TARGET = Path(__file__).parent / "communes.txt"
TOWN = 5_000
CITY = 20_000
# A namesake ten times larger is what people mean when they do not say the department.
ECLIPSE = 10
ARTICLES = {"le", "la", "les", "l"}
HEADER = """\
# Communes of France, one department a line: code|name,name,... From @etalab/decoupage-administratif 6.0.0 (MIT).
# Marks after a name: * prefecture, + 5,000 inhabitants or more, ++ 20,000 or more, < a namesake ten times larger
# elsewhere is meant unless the department is said, ~ also a common word or first name.
# Made by build_communes.py; do not edit by hand.
"""

Record = dict[str, Any]


def main(package: Path, words: Path) -> None:
    """Write communes.txt."""
    communes: list[Record] = json.loads((package / "communes.json").read_text(encoding="utf-8"))
    departments: list[Record] = json.loads((package / "departements.json").read_text(encoding="utf-8"))
    # The file says that the seat of the Terres australes is in Saint-Pierre-et-Miquelon; it is in no commune.
    seats = {d["chefLieu"] for d in departments if d["code"] != "984"}
    common = frozenset(words.read_text(encoding="utf-8").split())
    largest = _largest(communes)
    lines = [_line(d["code"], communes, seats, largest, common) for d in departments]
    TARGET.write_text(HEADER + "".join(sorted(lines)), encoding="utf-8")


def _line(code: str, communes: list[Record], seats: set[str], largest: dict[str, int], common: frozenset[str]) -> str:
    marked: dict[str, str] = {}
    here = [commune for commune in communes if commune["departement"] == code]
    for commune in sorted(
        here, key=lambda commune: (commune["type"] != "commune-actuelle", -commune.get("population", 0))
    ):
        name = _name(commune["nom"])
        marked.setdefault(name, name + _marks(commune, name, seats, largest, common))
    return f"{code}|{','.join(sorted(marked.values()))}\n"


def _marks(commune: Record, name: str, seats: set[str], largest: dict[str, int], common: frozenset[str]) -> str:
    current = commune["type"] == "commune-actuelle"
    population = commune.get("population", 0)
    marks = ""
    if current and commune["code"] in seats:
        marks += "*"
    if current and population >= TOWN:
        marks += "++" if population >= CITY else "+"
    biggest = largest[_key(name)]
    if not marks.startswith("*") and biggest >= TOWN and population * ECLIPSE <= biggest:
        marks += "<"
    if _is_common(name, common):
        marks += "~"
    return marks


def _largest(communes: Iterable[Record]) -> dict[str, int]:
    """The population of the largest commune of each name."""
    largest: dict[str, int] = defaultdict(int)
    for commune in communes:
        # The parts of a merged commune carry no population, and the quarters of Paris, Lyon and Marseille are theirs.
        key = _key(_name(commune["nom"]))
        largest[key] = max(largest[key], commune.get("population", 0))
    return largest


def _is_common(name: str, common: frozenset[str]) -> bool:
    words = _key(name).split()
    noun = words[1:] if words[0] in ARTICLES else words
    return len(noun) == 1 and (noun[0] in common or len(noun[0]) <= 3)


def _key(name: str) -> str:
    return " ".join(token.folded for token in tokens(name))


def _name(name: str) -> str:
    """The name as people write it: "Château-Chinon (Ville)" is Château-Chinon."""
    return re.sub(r" \(.*\)$", "", name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
