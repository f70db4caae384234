"""The language of an utterance, French or English, from its letters. Names of places have no language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

import joblib
import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.utils import murmurhash3_32

from nlu.text import fold

MIN_PROBABILITY = 0.75
"""Below it an utterance is taken to be in the language of the conversation."""

_LANGUAGES = ("en", "fr")
_COLUMNS = 2**14
FEATURES = HashingVectorizer(analyzer="char_wb", ngram_range=(1, 4), n_features=_COLUMNS, norm="l2")
_analyse = FEATURES.build_analyzer()

MAX_CHARACTERS = 500
"""Of an utterance, from its beginning: enough to tell its language."""


class LanguageIdentifier:
    """Tells French from English. Train with :meth:`fit`."""

    def __init__(self) -> None:
        self._weights = np.zeros(_COLUMNS, dtype=np.float32)
        self._bias = 0.0

    def fit(self, texts: Sequence[str], languages: Sequence[str], names: Sequence[str]) -> LanguageIdentifier:
        """Train on sentences whose language is known, and on names of places, which have none: they count as both."""
        texts = [*texts, *names, *names]
        languages = [*languages, *("fr" for _ in names), *("en" for _ in names)]
        model = LogisticRegression(C=20.0, max_iter=200, class_weight="balanced")
        model.fit(FEATURES.transform(_prepared(texts)), [language == "fr" for language in languages])
        self._weights = model.coef_[0].astype(np.float32)
        self._bias = float(model.intercept_[0])
        return self

    def save(self, path: Path) -> None:
        """Write the trained identifier to a file."""
        joblib.dump(self, path, compress=3)

    @staticmethod
    def load(path: Path) -> LanguageIdentifier:
        """Read an identifier written by :meth:`save`. Only load files this project wrote: the format runs code."""
        return cast(LanguageIdentifier, joblib.load(path))

    def identify(self, text: str) -> str | None:
        """Return "fr" or "en"; None where no word of the text shows its language ("40", "Landes")."""
        if not any(character.isalpha() for character in text):
            return None
        score = self._french(_prepared([text[:MAX_CHARACTERS]])[0]) + self._bias
        french = 1.0 / (1.0 + np.exp(-score))
        if max(french, 1 - french) < MIN_PROBABILITY:
            return None
        return _LANGUAGES[int(french > 0.5)]

    def _french(self, prepared: str) -> float:
        """The weights of a text's n-grams, as `transform` would give them, without its checks and matrices."""
        values: Counter[int] = Counter()
        for word, times in Counter(prepared.split()).items():
            for column, sign in _columns(word):
                values[column] += sign * times
        counts = np.fromiter(values.values(), np.float64, len(values))
        length = np.linalg.norm(counts)
        weights = self._weights[np.fromiter(values, np.int64, len(values))]
        return float(counts @ weights / length) if length else 0.0


@lru_cache(maxsize=5_000)
def _columns(word: str) -> tuple[tuple[int, int], ...]:
    """The columns of a word's n-grams, each with 1 or -1: n-grams do not reach beyond words."""
    numbers = map(murmurhash3_32, _analyse(word))
    return tuple((abs(number) % _COLUMNS, 1 if number >= 0 else -1) for number in numbers)


def _prepared(texts: Sequence[str]) -> list[str]:
    # Accents are a sign of French, but their absence is none of English: both spellings are given.
    return [f"{text.lower()} {fold(text)}" for text in texts]
