"""Which question a sentence asks: a linear classifier over the sentence encoder and word and character n-grams.

No Rasa here: the same class is trained on our examples, in cross-validation, and on public benchmarks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import joblib
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from scipy.special import log_softmax, softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from threadpoolctl import threadpool_limits

from nlu.encoder import encode
from nlu.text import fold

Scores = npt.NDArray[np.float64]

FOLDS = 5
"""Cross-validation folds; every intent needs at least as many examples."""


@dataclass(frozen=True)
class Settings:
    """What was chosen on data (`make evaluate`): how strong the encoder is beside n-grams, and how much to regularise."""

    encoder_weight: float = 5.0
    inverse_regularisation: float = 4.0


class QuestionClassifier:
    """Intent classifier with calibrated probabilities.

    Train with :meth:`fit`, ask with :meth:`probabilities`; `labels` are the intents in the order of the columns.
    """

    def __init__(self, settings: Settings = Settings()) -> None:
        self.settings = settings
        self.labels: tuple[str, ...] = ()
        self.temperature = 1.0
        self._words = TfidfVectorizer(ngram_range=(1, 2), min_df=1, sublinear_tf=True, token_pattern=r"(?u)\w+")
        self._characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True)
        self._weights: npt.NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self._bias: npt.NDArray[np.float32] = np.zeros(0, dtype=np.float32)

    def fit(self, texts: Sequence[str], intents: Sequence[str], *, calibrate: bool = True) -> QuestionClassifier:
        """Train on sentences; with `calibrate`, choose the temperature on out-of-fold predictions."""
        if calibrate:
            self.temperature = _temperature(*self.out_of_fold(texts, intents))
        folded = [fold(text) for text in texts]
        self._words.fit(folded)
        self._characters.fit(folded)
        model = LogisticRegression(C=self.settings.inverse_regularisation, max_iter=300, class_weight="balanced")
        with threadpool_limits(1):
            model.fit(self._features(texts), np.asarray(intents))
        self.labels = tuple(model.classes_)
        self._weights = model.coef_.T.astype(np.float32)
        self._bias = model.intercept_.astype(np.float32)
        return self

    def out_of_fold(self, texts: Sequence[str], intents: Sequence[str]) -> tuple[Scores, npt.NDArray[np.int64]]:
        """Scores of every sentence by a model that has not seen it, and the column of its true intent."""
        labels = sorted(set(intents))
        truth = np.asarray([labels.index(intent) for intent in intents])
        scores = np.zeros((len(texts), len(labels)))
        for seen, unseen in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(truth, truth):
            model = QuestionClassifier(self.settings).fit(
                [texts[i] for i in seen], [intents[i] for i in seen], calibrate=False
            )
            scores[unseen] = model.scores([texts[i] for i in unseen])
        return scores, truth

    def scores(self, texts: Sequence[str]) -> Scores:
        """Raw scores, shape (len(texts), len(labels))."""
        return np.asarray(self._features(texts) @ self._weights + self._bias, dtype=np.float64)

    def probabilities(self, texts: Sequence[str]) -> Scores:
        """Calibrated probabilities, shape (len(texts), len(labels))."""
        return cast(Scores, softmax(self.scores(texts) / self.temperature, axis=1))

    def save(self, path: Path) -> None:
        """Write the trained model to a file."""
        joblib.dump(self, path, compress=3)

    @staticmethod
    def load(path: Path) -> QuestionClassifier:
        """Read a model written by :meth:`save`. Only load files this project wrote: the format runs code."""
        model = joblib.load(path)
        if not isinstance(model, QuestionClassifier):
            raise TypeError(f"{path} is not a question classifier")
        return model

    def _features(self, texts: Sequence[str]) -> csr_matrix:
        folded = [fold(text) for text in texts]
        dense = encode(texts) * self.settings.encoder_weight
        return hstack(
            [csr_matrix(dense), self._words.transform(folded), self._characters.transform(folded)],
            format="csr",
            dtype=np.float32,
        )


def _temperature(scores: Scores, truth: npt.NDArray[np.int64]) -> float:
    """The temperature under which out-of-fold probabilities are most likely (Guo et al., 2017)."""

    def loss(temperature: float) -> float:
        likelihoods = log_softmax(scores / temperature, axis=1)
        return float(-likelihoods[np.arange(len(truth)), truth].mean())

    return float(minimize_scalar(loss, bounds=(0.1, 3.0), method="bounded").x)
