"""Linear heads: labelings of the same rows, learnt by ridge regression, with calibrated probabilities.

Thousands of features and few rows: the regression is solved over the rows, exactly, in seconds. scikit-learn's
logistic regression was as often right and took minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.linalg import solve
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from scipy.special import log_softmax, softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import GroupKFold

from nlu.heads.features import Features
from nlu.heads.labels import RankedLabel, Reading

PENALTY = 0.3
"""Of large weights, where a row's features have about unit length; chosen by hands left out one at a time."""

WORDS_WEIGHT = 0.5
"""What words count beside states; chosen likewise."""

FOLDS = 4
"""Of hands, each left out once to calibrate: a head is less sure of a hand that it did not learn from."""

Matrix = npt.NDArray[np.float32]


class LinearHeads:
    """Labels for rows of one kind, by several labelings. Train with :meth:`fit`."""

    def __init__(self) -> None:
        self.labels: dict[str, tuple[str, ...]] = {}
        self._sharpness: dict[str, float] = {}
        self._centre = np.zeros(0, np.float32)
        self._scale = 1.0
        self._rows: dict[str, int] = {}
        self._rarity = np.zeros(0, np.float32)
        self._of_numbers = self._of_words = np.zeros((0, 0), np.float32)
        self._bias = np.zeros(0, np.float32)

    def fit(
        self, rows: Sequence[Features], labelings: Mapping[str, Sequence[str]], hands: Sequence[str]
    ) -> LinearHeads:
        """Train.

        Args:
            rows: the features of each row.
            labelings: for each labeling, the label of each row.
            hands: who wrote each row.
        """
        numbers, words = self._matrices(rows)
        likeness = (numbers @ numbers.T + (words @ words.T).toarray()).astype(np.float64)
        self.labels = {name: tuple(sorted(set(labels))) for name, labels in labelings.items()}
        targets = np.hstack(
            [
                (np.array(labels)[:, None] == np.array(self.labels[name])) * 2.0 - 1.0
                for name, labels in labelings.items()
            ]
        )
        weights, bias = _solved(likeness, targets)
        self._of_numbers = np.asarray(numbers.T @ weights, np.float32)
        self._of_words = np.asarray(words.T @ weights, np.float32)
        self._bias = bias.astype(np.float32)
        unseen = _left_out(likeness, targets, hands)
        for name, scores in self._split(unseen).items():
            places = np.array([self.labels[name].index(label) for label in labelings[name]])
            self._sharpness[name] = _sharpness(scores, places)
        return self

    def read(self, row: Features) -> Reading:
        """The labels of a row."""
        if not self.labels:
            return {}
        scores = (row.numbers - self._centre) * self._scale @ self._of_numbers + self._bias
        found = [self._rows[word] for word in row.words if word in self._rows]
        if found:
            rarity = self._rarity[found]
            scores = scores + rarity @ self._of_words[found] * (np.sqrt(WORDS_WEIGHT) / np.linalg.norm(rarity))
        return {name: self._ranking(name, part) for name, part in self._split(scores).items()}

    def _ranking(self, name: str, scores: npt.NDArray[Any]) -> list[RankedLabel]:
        probabilities = softmax(scores * self._sharpness[name])
        order = np.argsort(-probabilities)
        return [RankedLabel(self.labels[name][index], float(probabilities[index])) for index in order]

    def _split(self, scores: npt.NDArray[Any]) -> dict[str, npt.NDArray[Any]]:
        """The columns of each labeling."""
        ends = np.cumsum([len(labels) for labels in self.labels.values()])[:-1]
        return dict(zip(self.labels, np.split(scores, ends, axis=-1), strict=True))

    def _matrices(self, rows: Sequence[Features]) -> tuple[Matrix, csr_matrix]:
        """Numbers, centred, and words, each row of unit length on average."""
        numbers = np.stack([row.numbers for row in rows])
        self._centre = np.asarray(numbers.mean(axis=0))
        numbers -= self._centre
        self._scale = float(1 / np.sqrt((numbers**2).sum(axis=1).mean()))
        vectorizer = TfidfVectorizer(analyzer=_as_they_are, min_df=2, dtype=np.float32)
        words = vectorizer.fit_transform([sorted(row.words) for row in rows]) * np.float32(np.sqrt(WORDS_WEIGHT))
        self._rows = {str(word): int(row) for word, row in vectorizer.vocabulary_.items()}
        self._rarity = vectorizer.idf_.astype(np.float32)
        return numbers * np.float32(self._scale), words


def _as_they_are(words: Sequence[str]) -> Sequence[str]:
    return words


def _solved(likeness: npt.NDArray[np.float64], targets: npt.NDArray[np.float64]) -> tuple[Matrix, Matrix]:
    """The weights of the rows, shape (rows, labels), and the bias of each label."""
    bias = targets.mean(axis=0)
    penalized = likeness + PENALTY * np.eye(len(likeness))
    return solve(penalized, targets - bias, assume_a="pos"), bias


def _left_out(
    likeness: npt.NDArray[np.float64], targets: npt.NDArray[np.float64], hands: Sequence[str]
) -> npt.NDArray[np.float64]:
    """The scores of rows by what was learnt from other hands, shape of `targets`."""
    scores = np.zeros_like(targets)
    count = min(FOLDS, len(set(hands)))
    if count == 1:
        return scores
    for seen, unseen in GroupKFold(count).split(likeness, groups=hands):
        weights, bias = _solved(likeness[np.ix_(seen, seen)], targets[seen])
        scores[unseen] = likeness[np.ix_(unseen, seen)] @ weights + bias
    return scores


def _sharpness(scores: npt.NDArray[Any], places: npt.NDArray[np.int64]) -> float:
    """By what to multiply scores so that their softmax is calibrated (Guo et al., 2017)."""

    def loss(log_sharpness: float) -> float:
        likelihoods = log_softmax(scores * np.exp(log_sharpness), axis=1)
        return float(-likelihoods[np.arange(len(places)), places].mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2, 4), method="bounded").x))
