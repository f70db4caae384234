"""Makes mots.txt, the words that are never a misspelt place, and the list of common words for build_communes.py.

Usage, in an environment with wordfreq, gender-guesser, rapidfuzz, msgspec and PyYAML, in this order:
    python nlu/data/build_words.py common FRENCH_WORDS_JSON COMMON_WORDS
    python nlu/data/build_communes.py PACKAGE/data COMMON_WORDS
    python nlu/data/build_words.py frequent FRENCH_WORDS_JSON

FRENCH_WORDS_JSON is index.json of the npm package an-array-of-french-words.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path

from wordfreq import top_n_list, zipf_frequency

from nlu.text import fold

TARGET = Path(__file__).parent / "mots.txt"
ROOT = TARGET.parents[2]
HEADER = """\
# Words that are never a misspelt place: frequent words of French and English, and words and first names that are near
# the name of one. From wordfreq 3.1.1 (CC BY-SA 4.0), an-array-of-french-words 2.0.0 (MIT) and gender-guesser 0.4.0
# (first names); folded. Made by build_words.py; do not edit by hand.
"""


def common(french_words: Path, target: Path) -> None:
    """Write the words that make a commune's name a common word."""
    dictionary = _dictionary(french_words)
    words = {w for w in top_n_list("fr", 300_000) if w in dictionary and zipf_frequency(w, "fr") >= 1.8}
    words |= {w for w in _english(3.6) if zipf_frequency(w, "fr") < 4.2}
    _write(target, "", {fold(word) for word in words if _plain(word)} | _first_names())


def frequent(french_words: Path) -> None:
    """Write mots.txt."""
    dictionary = _dictionary(french_words)
    french = [word for word in top_n_list("fr", 300_000) if _plain(word)]
    words = {w for w in french if w in dictionary and zipf_frequency(w, "fr") >= 3.6} | _english(3.9)
    near = {w for w in french if zipf_frequency(w, "fr") >= (1.0 if w in dictionary else 3.0)} | _english(2.8)
    folded = {fold(word) for word in words if len(word) >= 4}
    _write(TARGET, HEADER, folded | _near_a_place({fold(word) for word in near} | _first_names()))


def _near_a_place(words: set[str]) -> set[str]:
    """The words that would be read as a misspelt place."""
    from nlu.entities.places.finder import PlaceFinder  # it reads the files that are made before

    TARGET.write_text("", encoding="utf-8")
    finder = PlaceFinder.load(ROOT / "rules/programme", TARGET.parent, ROOT / "nlu/lexique")
    return {word for word in words if len(word) >= 4 and finder.misspelt_as(word)}


def _dictionary(path: Path) -> set[str]:
    return set(json.loads(path.read_text(encoding="utf-8")))


def _english(zipf: float) -> set[str]:
    words = top_n_list("en", 100_000)
    return {w for w in words if _plain(w) and zipf_frequency(w, "en") >= zipf and zipf_frequency(w, "fr") < 4.2}


def _plain(word: str) -> bool:
    return word.replace("-", "").isalpha()


def _first_names() -> set[str]:
    """First names frequent in France, from gender-guesser's table: column 37 is the frequency there."""
    table = files("gender_guesser").joinpath("data/nam_dict.txt").read_text(encoding="utf-8").splitlines()
    rows = (line for line in table if line and line[0] not in "#=")
    return {fold(row[3:29].split("+")[0].strip()) for row in rows if row[37:38].strip()}


def _write(path: Path, header: str, words: set[str]) -> None:
    """One line a first letter, so that a changed word changes one line."""
    lines = [" ".join(sorted(w for w in words if w[0] == letter)) for letter in sorted({w[0] for w in words})]
    path.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1] == "common":
        common(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        frequent(Path(sys.argv[2]))
