"""A linear model over n-grams of words and characters: scikit-learn learns it, a few lookups apply it.

scikit-learn's own `transform` spends more time on checks and sparse matrices than on one short sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from nlu.text import fold

COST = 1.0
"""Cost of a misread training sentence; chosen on held-out sentences."""


Matrix = npt.NDArray[np.float32]

_Lookup = tuple[Callable[[str], Iterable[int]], Matrix]
"""The columns of a folded text's n-grams that are known, one for each time; how rare each column's n-gram is."""

_REMEMBERED_WORDS = 5_000


class NgramModel:
    """How well each label fits a text by its n-grams, one label against all. Train with :meth:`fit`."""

    def __init__(self) -> None:
        self._features = (
            TfidfVectorizer(
                ngram_range=(1, 3),
                min_df=2,
                sublinear_tf=True,
                token_pattern=r"(?u)\w+",  # noqa: S106
                dtype=np.float32,
            ),
            TfidfVectorizer(
                analyzer="char_wb",
                ngram_range=(2, 5),
                min_df=3,
                max_features=40_000,
                sublinear_tf=True,
                dtype=np.float32,
            ),
        )
        self._weights: tuple[npt.NDArray[np.float16], ...] = ()
        self._bias = np.zeros(0, np.float32)
        self._lookups: tuple[_Lookup, ...] = ()

    def fit(self, texts: Sequence[str], labels: npt.NDArray[np.int64]) -> NgramModel:
        """Train on texts and their label numbers."""
        folded = [fold(text) for text in texts]
        parts = [vectoriser.fit_transform(folded) for vectoriser in self._features]
        model = LinearSVC(C=COST, random_state=0).fit(hstack(parts, format="csr"), labels)
        # One n-gram a row: a sentence adds up the rows of its n-grams. In half precision: most of a server's memory.
        rows = np.ascontiguousarray(model.coef_.T, dtype=np.float16)
        self._weights = tuple(np.split(rows, [parts[0].shape[1]]))
        self._bias = model.intercept_.astype(np.float32)
        self._lookups = ()
        return self

    def margins(self, texts: Sequence[str]) -> Matrix:
        """Signed distances to each label's boundary, shape (len(texts), labels)."""
        return np.stack([self._margin(fold(text)) for text in texts])

    def _margin(self, folded: str) -> Matrix:
        margin = self._bias
        for (columns_of, rarity), weights in zip(self._looked_up(), self._weights, strict=True):
            counts = Counter(columns_of(folded))
            if counts:
                columns = np.fromiter(counts, np.int64, len(counts))
                values = 1.0 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
                values *= rarity[columns]
                margin = margin + (values / np.linalg.norm(values)) @ weights[columns].astype(np.float32)
        return margin

    def _looked_up(self) -> tuple[_Lookup, ...]:
        # Made once: scikit-learn makes its analysers and its weights of rarity anew at every call.
        if not self._lookups:
            words, characters = self._features
            self._lookups = (
                (_known_columns(words), np.asarray(words.idf_, np.float32)),
                (_by_word(_known_columns(characters)), np.asarray(characters.idf_, np.float32)),
            )
        return self._lookups

    def __getstate__(self) -> dict[str, object]:
        """Lookups are closures: they are made again after loading."""
        return {**self.__dict__, "_lookups": ()}


def _known_columns(vectoriser: TfidfVectorizer) -> Callable[[str], tuple[int, ...]]:
    analyse, vocabulary = vectoriser.build_analyzer(), vectoriser.vocabulary_
    return lambda folded: tuple(column for gram in analyse(folded) if (column := vocabulary.get(gram)) is not None)


def _by_word(columns_of: Callable[[str], tuple[int, ...]]) -> Callable[[str], Iterable[int]]:
    """The same of a whole text, word by word: n-grams of characters do not reach beyond words, which come again."""
    of_word = lru_cache(_REMEMBERED_WORDS)(columns_of)
    return lambda folded: chain.from_iterable(map(of_word, folded.split()))
