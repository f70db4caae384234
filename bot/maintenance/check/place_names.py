"""The place names of a project, read once for all checks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from bot.content.project_files import ProjectFiles
from nlu.entities.places.finder import DATA
from nlu.entities.places.gazetteer import LEXICON, Entry, key_of, load_gazetteer
from rules.errors import ProgrammeError


@dataclass(frozen=True, eq=False)
class PlaceNames:
    """The place names of a project.

    Attributes:
        names: folded names of departments, regions and towns.
        lengths: the numbers of words of the names that begin with a word, largest first.
        entries: what the names stand for, towns aside.
    """

    names: Collection[str]
    lengths: Mapping[str, tuple[int, ...]]
    entries: Mapping[str, Entry]

    def codes(self, text: str) -> frozenset[str]:
        """The territories of the places named in a text."""
        words = key_of(text).split()
        spans = {" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
        return frozenset(code for span in spans if span in self.entries for code in self.entries[span].codes)


NO_PLACES: Final = PlaceNames(frozenset(), {}, {})


def place_names(files: ProjectFiles) -> PlaceNames:
    """The place names; empty if their files cannot be read."""
    territories = files.programme / "territoires.yml"
    lexicon = files.lexicon / LEXICON
    try:
        texts = tuple(path.read_text(encoding="utf-8") for path in (territories, lexicon))
        return _read(territories, lexicon, texts)
    except (OSError, UnicodeDecodeError, ProgrammeError):
        return NO_PLACES


@lru_cache(maxsize=2)
def _read(territories: Path, lexicon: Path, _texts: tuple[str, ...]) -> PlaceNames:
    """Cached while the files are the same: reading all communes takes a quarter of a second."""
    gazetteer = load_gazetteer(territories, DATA / "communes.txt", lexicon)
    sure = [name for name, entry in gazetteer.entries.items() if entry.kind != "zone" and entry.trust == "sure"]
    names = frozenset({*sure, *gazetteer.towns()}) - gazetteer.common - gazetteer.never
    return PlaceNames(names, gazetteer.lengths, gazetteer.entries)
