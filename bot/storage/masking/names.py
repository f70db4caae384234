"""The names of persons in a text, heard by a tagger that was taught by `data/build_tagger.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock

import pycrfsuite

from bot.storage.masking.features import WordLists, features, signs

MODEL = Path(__file__).parent / "data" / "noms.crfsuite"

INSIDE = "N"
"""The tag of a sign that belongs to a name."""

OUTSIDE = "-"

_LEAST_PROBABILITY = 0.33
"""From which on a sign is part of a name: better to mask too much than too little."""

_LEAST_PROBABILITY_ALONE = 0.5
"""From which on a message of one word is a name: nothing around it says so."""

_WEB_ADDRESS = re.compile(r"\S*(?:://|www\.|@|\w\.(?:fr|com|org|net|eu|coop|io)\b)\S*")
"""What names no one by itself: expressions mask it."""

_NO_NAME = re.compile(r"(?:j?m)?ap+el+e?s?|n[ée]e?s?|inscrivez", re.IGNORECASE)
"""A word that says that a name follows: no part of it."""

_PARTICLE = re.compile(r"(?:d[eu]s?|l[ea]s?|d|l|\W+)", re.IGNORECASE)
"""What is no name by itself."""

_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, eq=False)
class NameTagger:
    """Finds the names of persons. Build it with :meth:`load`."""

    tagger: pycrfsuite.Tagger
    lists: WordLists
    _one_text: Lock = field(default_factory=Lock)
    """The tagger holds the text that it was set to: threads take turns with it."""

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> NameTagger:
        """Read the tagger and its lists, once for the process: they come with the code."""
        tagger = pycrfsuite.Tagger()
        tagger.open(str(MODEL))
        return cls(tagger, WordLists.load())

    def __reduce__(self) -> tuple[Callable[[], NameTagger], tuple[()]]:
        """Another process, as that of a reload, reads it anew: the library's part of it is bound to this one."""
        return NameTagger.load, ()

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the names of a plain text are, in characters; first name and family name are one."""
        if not _LETTER.search(text):
            return
        found = signs(_WEB_ADDRESS.sub(lambda match: "0" * len(match[0]), text))
        read = features([sign.text for sign in found], self.lists)
        with self._one_text:
            self.tagger.set(read)
            probabilities = [self.tagger.marginal(INSIDE, index) for index in range(len(found))]
        least = _LEAST_PROBABILITY if len(found) > 1 else _LEAST_PROBABILITY_ALONE
        start, end = None, 0
        for sign, probability in zip(found, probabilities, strict=True):
            if probability >= least and not _NO_NAME.fullmatch(sign.text):
                start, end = (sign.start if start is None else start), sign.end
                continue
            if start is not None and not _PARTICLE.fullmatch(text, start, end):
                yield start, end
            start = None
        if start is not None and not _PARTICLE.fullmatch(text, start, end):
            yield start, end
