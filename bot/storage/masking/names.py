"""Names of persons in a text, found by a tagger trained by `data/build_tagger.py`."""

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
"""The tag of signs that belong to a name."""

OUTSIDE = "-"

_LEAST_PROBABILITY = 0.33
"""Least probability for a sign to be part of a name: better to mask too much than too little."""

_LEAST_PROBABILITY_ALONE = 0.5
"""Least probability for a message of one word to be a name: it has no context."""

_WEB_ADDRESS = re.compile(r"\S*(?:://|www\.|@|\w\.(?:fr|com|org|net|eu|coop|io)\b)\S*")
"""Names nobody by itself; expressions mask it."""

_NO_NAME = re.compile(r"(?:j?m)?ap+el+e?s?|n[ée]e?s?|inscrivez", re.IGNORECASE)
"""A word that announces a name and is not part of it."""

_PARTICLE = re.compile(r"(?:d[eu]s?|l[ea]s?|d|l|\W+)", re.IGNORECASE)
"""Not a name by itself."""

_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, eq=False)
class NameTagger:
    """Finds the names of persons. Build it with :meth:`load`."""

    tagger: pycrfsuite.Tagger
    lists: WordLists
    _one_text: Lock = field(default_factory=Lock)
    """The tagger keeps the text it was set to, so threads use it in turn."""

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> NameTagger:
        """Load the tagger and its lists, once for the process; they come with the code."""
        tagger = pycrfsuite.Tagger()
        tagger.open(str(MODEL))
        return cls(tagger, WordLists.load())

    def __reduce__(self) -> tuple[Callable[[], NameTagger], tuple[()]]:
        """Pickle as a call of :meth:`load`: the library's object is bound to this process."""
        return NameTagger.load, ()

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """The spans of names in a plain text, in characters; first name and family name are one span."""
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
