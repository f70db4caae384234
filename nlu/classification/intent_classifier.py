"""The intent of a sentence: a small network over the sentence encoder, and a linear model over n-grams.

The encoder knows meanings, the n-grams know the words that mark what is asked. Both weigh every intent on its own; the
sum is calibrated. No Rasa here: the same class is trained on our examples, in cross-validation and on public
benchmarks.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import joblib
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from sklearn.model_selection import train_test_split
from threadpoolctl import threadpool_limits

from nlu.classification.network import PASSES, PASSES_MORE, Network, apart, relabelled, side_by_side, train_network
from nlu.classification.ngrams import NgramModel
from nlu.encoder.encoding import Vectors
from nlu.encoder.sentence_encoder import sentence_encoder

Scores = npt.NDArray[np.float64]

HELD_OUT = 0.15
"""Part of the sentences kept apart to calibrate the probabilities."""

NETWORKS = 2
"""Networks whose log-odds are averaged; a third one adds more time than accuracy."""

REHEARSAL_NETWORKS = 1
"""Networks of the model that calibrates: the temperature moves by half a per cent from that of two."""

MARGIN_WEIGHT = 7.0
"""What one unit of n-gram margin is worth in log-odds of the network; chosen on held-out sentences."""

RARITY_WEIGHT = 2.0
COMMON = 300
"""Examples from which on an intent is common. A rarer one gets a bonus in log-odds, by the logarithm of how much rarer
it is (Menon et al., 2021): of new intents with 20 examples, 63 % of the sentences are understood, and 44 % without."""


def pass_count(*, previous: bool) -> int:
    """How often :meth:`IntentClassifier.fit` goes through its sentences, anew or from a previous classifier."""
    return NETWORKS * PASSES_MORE if previous else (NETWORKS + REHEARSAL_NETWORKS) * PASSES


class IntentClassifier:
    """Intent classifier with calibrated probabilities, for three intents or more.

    Train with :meth:`fit`, ask with :meth:`probabilities`; `labels` are the intents in the order of the columns.
    """

    def __init__(self) -> None:
        self.labels: tuple[str, ...] = ()
        self.temperature = 1.0
        self._ngrams = NgramModel()
        self._network: Network
        self._bonus: Scores

    def fit(
        self,
        texts: Sequence[str],
        intents: Sequence[str],
        embeddings: Vectors | None = None,
        on_pass: Callable[[], None] = lambda: None,
        previous: IntentClassifier | None = None,
    ) -> IntentClassifier:
        """Train on sentences, and calibrate on a part of them that a rehearsal has not seen.

        Args:
            texts: the sentences.
            intents: the intent of each.
            embeddings: the texts encoded, where the caller has them.
            on_pass: called by several threads, as often as :func:`pass_count` says.
            previous: a classifier of much the same sentences: its networks go on learning, and its temperature is taken
                instead of a rehearsal. Never one that went on itself.
        """
        embeddings = sentence_encoder().vectors(texts) if embeddings is None else embeddings
        self.labels = tuple(sorted(set(intents)))
        # Side by side, one BLAS thread each: two threads in one product wait for each other half of the time.
        with threadpool_limits(1), ThreadPoolExecutor(os.cpu_count()) as threads:
            networks = apart(previous._network_for(self.labels), NETWORKS) if previous else [None] * NETWORKS
            finish = self._train(threads, networks, texts, embeddings, intents, on_pass)
            self.temperature = (
                previous.temperature
                if previous
                else self._rehearsed_temperature(threads, texts, embeddings, intents, on_pass)
            )
            finish()
        return self

    def probabilities(self, texts: Sequence[str], embeddings: Vectors | None = None) -> Scores:
        """Calibrated probabilities, shape (len(texts), len(labels)): they take for granted that one intent is right.

        `embeddings` are the texts encoded, where the caller has them.
        """
        # By hand: on one text scipy takes longer to find out what kind of array it has.
        logits = self.evidence(texts, embeddings) / self.temperature
        logits -= logits.max(axis=1, keepdims=True)
        return cast(Scores, np.exp(logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))))

    def evidence(self, texts: Sequence[str], embeddings: Vectors | None = None) -> Scores:
        """How well each intent fits on its own, in log-odds, shape (len(texts), len(labels)).

        The highest of a row says whether any intent fits at all. Without out-of-scope examples it tells strange
        sentences better than the highest probability, which compares the intents only with each other.
        """
        return self._evidence(texts, sentence_encoder().vectors(texts) if embeddings is None else embeddings)

    def save(self, path: Path) -> None:
        """Write the trained model to a file."""
        joblib.dump(self, path, compress=3)

    @staticmethod
    def load(path: Path) -> IntentClassifier:
        """Read a model written by :meth:`save`. Only load files this project wrote: the format runs code."""
        return cast(IntentClassifier, joblib.load(path))

    def _network_for(self, labels: Sequence[str]) -> Network:
        """The network for other labels."""
        columns = {label: column for column, label in enumerate(self.labels)}
        return relabelled(self._network, [columns.get(label) for label in labels])

    def _train(
        self,
        threads: ThreadPoolExecutor,
        previous: Sequence[Network | None],
        texts: Sequence[str],
        embeddings: Vectors,
        intents: Sequence[str],
        on_pass: Callable[[], None],
    ) -> Callable[[], None]:
        """Start training a network for each of `previous`, from it or anew; the function returned waits for the end."""
        columns = {label: column for column, label in enumerate(self.labels)}
        truth = np.asarray([columns[intent] for intent in intents])
        self._bonus = RARITY_WEIGHT * np.log(np.maximum(COMMON / np.bincount(truth), 1.0))
        # The n-grams beside the first network: in this order the threads have done at about the same time.
        learned = [threads.submit(train_network, embeddings, truth, 0, on_pass, previous[0])]
        ngrams = threads.submit(self._ngrams.fit, texts, truth)
        learned += [
            threads.submit(train_network, embeddings, truth, seed, on_pass, network)
            for seed, network in enumerate(previous[1:], start=1)
        ]

        def finish() -> None:
            self._network = side_by_side([network.result() for network in learned])
            ngrams.result()

        return finish

    def _rehearsed_temperature(
        self,
        threads: ThreadPoolExecutor,
        texts: Sequence[str],
        embeddings: Vectors,
        intents: Sequence[str],
        on_pass: Callable[[], None],
    ) -> float:
        """The temperature that suits a rehearsal, on the sentences that it has not seen."""
        rows = np.arange(len(texts))
        seen, unseen = train_test_split(rows, test_size=HELD_OUT, stratify=list(intents), random_state=0)
        rehearsal, part = IntentClassifier(), [texts[i] for i in seen]
        rehearsal.labels = self.labels
        rehearsal._train(
            threads, [None] * REHEARSAL_NETWORKS, part, embeddings[seen], [intents[i] for i in seen], on_pass
        )()
        evidence = rehearsal._evidence([texts[i] for i in unseen], embeddings[unseen])
        return _temperature(evidence, np.asarray([self.labels.index(intents[i]) for i in unseen]))

    def _evidence(self, texts: Sequence[str], embeddings: Vectors) -> Scores:
        meanings = self._network.log_odds(embeddings)
        margins = MARGIN_WEIGHT * self._ngrams.margins(texts)
        return cast(Scores, np.asarray(meanings + margins, dtype=np.float64) + self._bonus)


def _temperature(evidence: Scores, truth: npt.NDArray[np.int64]) -> float:
    """The temperature under which held-out probabilities are most likely (Guo et al., 2017)."""

    def loss(temperature: float) -> float:
        likelihoods = log_softmax(evidence / temperature, axis=1)
        return float(-likelihoods[np.arange(len(truth)), truth].mean())

    return float(minimize_scalar(loss, bounds=(0.1, 10.0), method="bounded").x)
