"""Which question a sentence asks: a small network over the sentence encoder, and a linear model over n-grams.

The encoder knows meanings, the n-grams know the words that mark what is asked; their log-probabilities are mixed and
calibrated. No Rasa here: the same class is trained on our examples, in cross-validation and on public benchmarks.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import joblib
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.sparse import hstack
from scipy.special import log_softmax
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from nlu.encoder import Vectors, encode
from nlu.text import fold

Scores = npt.NDArray[np.float64]

HELD_OUT = 0.15
"""Part of the sentences kept apart to calibrate the probabilities."""

_SMALLEST = 1e-9


@dataclass(frozen=True)
class Settings:
    """What was chosen on held-out sentences."""

    ngram_share: float = 0.6
    """Weight of the n-gram model's log-probability; the network has the rest."""

    hidden_units: int = 256
    network_passes: int = 12
    ngram_passes: int = 8


class QuestionClassifier:
    """Intent classifier with calibrated probabilities.

    Train with :meth:`fit`, ask with :meth:`probabilities`; `labels` are the intents in the order of the columns.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.labels: tuple[str, ...] = ()
        self.temperature = 1.0
        self._words = TfidfVectorizer(
            ngram_range=(1, 3),
            min_df=2,
            sublinear_tf=True,
            token_pattern=r"(?u)\w+",  # noqa: S106
            dtype=np.float32,
        )
        self._characters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), min_df=3, max_features=40_000, sublinear_tf=True, dtype=np.float32
        )
        self._layers: list[tuple[Vectors, Vectors]] = []
        self._linear: tuple[Vectors, Vectors] = (np.zeros((0, 0), np.float32), np.zeros(0, np.float32))

    def fit(self, texts: Sequence[str], intents: Sequence[str]) -> QuestionClassifier:
        """Train on sentences, and calibrate on a part of them that a first model has not seen."""
        vectors = encode(texts)
        rows = np.arange(len(texts))
        seen, unseen = train_test_split(rows, test_size=HELD_OUT, stratify=list(intents), random_state=0)
        self._train([texts[i] for i in seen], vectors[seen], [intents[i] for i in seen])
        scores = self._mixed([texts[i] for i in unseen], vectors[unseen])
        truth = np.asarray([self.labels.index(intents[i]) for i in unseen])
        self._train(texts, vectors, intents)
        self.temperature = _temperature(scores, truth)
        return self

    def probabilities(self, texts: Sequence[str]) -> Scores:
        """Calibrated probabilities, shape (len(texts), len(labels))."""
        scores = self._mixed(texts, encode(texts)) / self.temperature
        return cast(Scores, np.exp(log_softmax(scores, axis=1)))

    def save(self, path: Path) -> None:
        """Write the trained model to a file."""
        joblib.dump(self, path, compress=3)

    @staticmethod
    def load(path: Path) -> QuestionClassifier:
        """Read a model written by :meth:`save`. Only load files this project wrote: the format runs code."""
        return cast(QuestionClassifier, joblib.load(path))

    def _train(self, texts: Sequence[str], vectors: Vectors, intents: Sequence[str]) -> None:
        folded = [fold(text) for text in texts]
        ngrams = hstack([self._words.fit_transform(folded), self._characters.fit_transform(folded)], format="csr")
        network = MLPClassifier(
            (self.settings.hidden_units,),
            alpha=1e-3,
            batch_size=min(256, len(texts)),
            max_iter=self.settings.network_passes,
            random_state=0,
        )
        linear = SGDClassifier(
            loss="log_loss",
            alpha=1e-5,
            max_iter=self.settings.ngram_passes,
            tol=None,
            average=True,
            class_weight="balanced",
            random_state=0,
            n_jobs=-1,
        )
        with warnings.catch_warnings(), threadpool_limits(2):
            # Both stop after a chosen number of passes: more of them overfit.
            warnings.simplefilter("ignore", ConvergenceWarning)
            network.fit(_scaled(vectors), np.asarray(intents))
            linear.fit(ngrams, np.asarray(intents))
        self.labels = tuple(map(str, network.classes_))
        self._layers = [
            (weights.astype(np.float32), bias.astype(np.float32))
            for weights, bias in zip(network.coefs_, network.intercepts_, strict=True)
        ]
        # Row by row in memory: a sparse product would copy the whole matrix at every message otherwise.
        weights = np.ascontiguousarray(linear.coef_.T, dtype=np.float32)
        self._linear = (weights, linear.intercept_.astype(np.float32))

    def _mixed(self, texts: Sequence[str], vectors: Vectors) -> Scores:
        (first, first_bias), (second, second_bias) = self._layers
        hidden = np.maximum(_scaled(vectors) @ first + first_bias, 0.0)
        by_meaning = log_softmax((hidden @ second + second_bias).astype(np.float64), axis=1)
        folded = [fold(text) for text in texts]
        words, characters = self._words.transform(folded), self._characters.transform(folded)
        weights, bias = self._linear
        # One-against-all probabilities, brought to a sum of one as scikit-learn does.
        by_word, by_character = np.split(weights, [words.shape[1]])
        margins = np.asarray(words @ by_word + characters @ by_character + bias, dtype=np.float64)
        one_against_all = 1.0 / (1.0 + np.exp(-margins))
        one_against_all /= one_against_all.sum(axis=1, keepdims=True) + _SMALLEST
        by_words = np.log(one_against_all + _SMALLEST)
        by_meaning = np.log(np.exp(by_meaning) + _SMALLEST)
        share = self.settings.ngram_share
        return cast(Scores, (1 - share) * by_meaning + share * by_words)


def _scaled(vectors: Vectors) -> Vectors:
    # Unit vectors have tiny coordinates; the network learns faster on numbers near one.
    return cast(Vectors, vectors * np.float32(10.0))


def _temperature(scores: Scores, truth: npt.NDArray[np.int64]) -> float:
    """The temperature under which held-out probabilities are most likely (Guo et al., 2017)."""

    def loss(temperature: float) -> float:
        likelihoods = log_softmax(scores / temperature, axis=1)
        return float(-likelihoods[np.arange(len(truth)), truth].mean())

    return float(minimize_scalar(loss, bounds=(0.1, 3.0), method="bounded").x)
