"""Makes listes.txt: first names, family names and words, to distinguish names from ordinary words.

Usage, in an environment with wordfreq:
    python bot/storage/masking/data/build_lists.py FIRST_NAMES_CSV FAMILY_NAMES_CSV FRENCH_WORDS_JSON

The names are data/prenoms_sorted_by_count.csv and data/noms_sorted_by_count.csv of the repository
malikbenkirane/go-france; the words, index.json of the npm package an-array-of-french-words (README.md).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from wordfreq import top_n_list, zipf_frequency

from nlu.text import fold, word_set

TARGET = Path(__file__).parent / "listes.txt"
FIRST_NAME_BIRTHS = (60, 2_000)
FAMILY_NAME_BIRTHS = (500, 5_000)
WORD_FREQUENCIES = (2.2, 3.0, 4.0)
"""Thresholds of word frequency, as powers of ten per thousand million."""
ENGLISH_WORDS = 8_000
ENGLISH_LEAD = 0.3
"""A word counts as English if it is this much more frequent there than in French."""
TRADE_WORDS = word_set(
    "desinscription desinscriptions desinscrire desinscrit desinscrite desinscris reinscription siret siren "
    "opco cpf cnfs conum conums cias ccas epci epn petr mjc anct mednum hubikoop afpa greta cnam visio convoc "
    "habilitation habilitations medialab fabrik simplon remn rncp ccp vae pix tpe rqth"
)
"""Digital advisers' words missing from dictionaries; they count as medium frequent."""
HEADER = """\
# First names (P), family names (N) and words (M), folded, a kind, level and first letter a line: kind|level|words;
# a higher level is more frequent. Names from Insee, births 1900-2022 and 1891-2000 (open data, Licence Ouverte 2.0), by
# way of malikbenkirane/go-france; words from an-array-of-french-words 2.0.0 (MIT) with frequencies of wordfreq 3.1.1
# (CC BY-SA 4.0). Made by build_lists.py; do not edit by hand.
"""


def main(first_names: Path, family_names: Path, words: Path) -> None:
    """Write listes.txt."""
    lines = [
        *_lines("P", _births(first_names), FIRST_NAME_BIRTHS),
        *_lines("N", _births(family_names), FAMILY_NAME_BIRTHS),
        *_lines("M", _frequencies(words), WORD_FREQUENCIES),
    ]
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")


def _births(path: Path) -> Mapping[str, float]:
    """The number of births for each part of a name: "JEAN-PIERRE" counts for "jean" and for "pierre"."""
    counts: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, births = line.rpartition(",")
        if name != "AUTRES NOMS" and not name.startswith("_"):
            for part in fold(name).replace("-", " ").replace("'", " ").split():
                counts[part] += int(births)
    return counts


def _frequencies(path: Path) -> Mapping[str, float]:
    frequencies: dict[str, float] = {}
    for word in json.loads(path.read_text(encoding="utf-8")):
        folded = fold(word)
        frequencies[folded] = max(frequencies.get(folded, 0), zipf_frequency(word, "fr"))
    for word in top_n_list("en", ENGLISH_WORDS):
        frequency = zipf_frequency(word, "en")
        if frequency > zipf_frequency(word, "fr") + ENGLISH_LEAD:
            frequencies[fold(word)] = max(frequencies.get(fold(word), 0), frequency)
    return {**dict.fromkeys(TRADE_WORDS, WORD_FREQUENCIES[1]), **frequencies}


def _lines(kind: str, frequencies: Mapping[str, float], levels: Iterable[float]) -> Iterable[str]:
    for number, level in enumerate(levels, 1):
        higher = list(levels)[number] if number < len(list(levels)) else float("inf")
        words = sorted(
            word for word, count in frequencies.items() if level <= count < higher and word.isalpha() and len(word) > 1
        )
        for letter in sorted({word[0] for word in words}):
            yield f"{kind}|{number}|{' '.join(word for word in words if word[0] == letter)}\n"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
