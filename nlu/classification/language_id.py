"""The language of an utterance, French or English, from its letters. Names of places have no language."""

from __future__ import annotations

from collections.abc import Sequence
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


class LanguageIdentifier:
    """Tells French from English. Train with :meth:`fit`."""

    def __init__(self) -> None:
        self._features = HashingVectorizer(analyzer="char_wb", ngram_range=(1, 4), n_features=_COLUMNS, norm="l2")
        self._analyse = self._features.build_analyzer()
        self._weights = np.zeros(_COLUMNS, dtype=np.float32)
        self._bias = 0.0

    def fit(self, texts: Sequence[str], languages: Sequence[str], names: Sequence[str]) -> LanguageIdentifier:
        """Train on sentences whose language is known, and on names of places, which have none: they count as both."""
        texts = [*texts, *names, *names]
        languages = [*languages, *("fr" for _ in names), *("en" for _ in names)]
        model = LogisticRegression(C=20.0, max_iter=200, class_weight="balanced")
        model.fit(self._features.transform(_prepared(texts)), [language == "fr" for language in languages])
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
        score = self._french(_prepared([text])[0]) + self._bias
        french = 1.0 / (1.0 + np.exp(-score))
        if max(french, 1 - french) < MIN_PROBABILITY:
            return None
        return _LANGUAGES[int(french > 0.5)]

    def _french(self, prepared: str) -> float:
        """The weights of a text's n-grams, as `transform` would give them, without its checks and matrices."""
        values: dict[int, int] = {}
        for gram in self._analyse(prepared):
            number = murmurhash3_32(gram)
            column = abs(number) % _COLUMNS
            values[column] = values.get(column, 0) + (1 if number >= 0 else -1)
        counts = np.fromiter(values.values(), np.float64, len(values))
        length = np.linalg.norm(counts)
        weights = self._weights[np.fromiter(values, np.int64, len(values))]
        return float(counts @ weights / length) if length else 0.0

    def __getstate__(self) -> dict[str, object]:
        """The analyser is a closure: it is made again after loading."""
        return {**self.__dict__, "_analyse": None}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._analyse = self._features.build_analyzer()


def _prepared(texts: Sequence[str]) -> list[str]:
    # Accents are a sign of French, but their absence is none of English: both spellings are given.
    return [f"{text.lower()} {fold(text)}" for text in texts]
