"""A small network over sentence vectors that weighs every intent on its own, in numpy.

Each output is a log-odds (one intent against all), not a share: when no intent fits, all of them are low, which a
softmax cannot say. scikit-learn's networks offer neither that loss for single labels nor dropout, hence this file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from nlu.encoder import Vectors

HIDDEN_UNITS = 1024
DROPOUT = 0.5
"""Part of the hidden units put out at each step (Srivastava et al., 2014)."""

PASSES = 20
BATCH = 256
LEARNING_RATE = 3e-3

_DECAYS = (0.9, 0.999)
_SMALLEST = 1e-8
_BLOCK = 2**15
"""Weights moved at a time: with what is kept of each they stay in the processor's cache, which is quicker."""


@dataclass(frozen=True)
class Network:
    """One hidden layer of rectified units: `first` is (inputs, units), `second` is (units, labels)."""

    first: Vectors
    first_bias: Vectors
    second: Vectors
    second_bias: Vectors

    def log_odds(self, vectors: Vectors) -> Vectors:
        """How likely each label is, on its own: shape (len(vectors), labels)."""
        hidden = np.maximum(vectors @ self.first + self.first_bias, 0.0)
        return cast(Vectors, hidden @ self.second + self.second_bias)


def train_network(
    vectors: Vectors, labels: npt.NDArray[np.int64], seed: int, after_pass: Callable[[], None] = lambda: None
) -> Network:
    """Train on vectors of shape (sentences, inputs) and their label numbers; the same input gives the same network."""
    # Vectors of one language and one subject lie close together: what tells them apart is what is left of their mean.
    centre, spread = vectors.mean(axis=0), vectors.std()
    network = _train((vectors - centre) / spread, labels, np.random.default_rng(seed), after_pass)
    first = network.first / spread
    return Network(first, network.first_bias - centre @ first, network.second, network.second_bias)


def side_by_side(networks: Sequence[Network]) -> Network:
    """Several networks as one wide network, which gives the mean of their log-odds."""
    return Network(
        np.hstack([network.first for network in networks]),
        np.hstack([network.first_bias for network in networks]),
        np.vstack([network.second for network in networks]) / np.float32(len(networks)),
        np.mean([network.second_bias for network in networks], axis=0),
    )


def _train(
    inputs: Vectors, labels: npt.NDArray[np.int64], random: np.random.Generator, after_pass: Callable[[], None]
) -> Network:
    count, width = inputs.shape
    targets = np.eye(int(labels.max()) + 1, dtype=np.float32)
    network = Network(
        _start(random, width, HIDDEN_UNITS),
        np.zeros(HIDDEN_UNITS, np.float32),
        _start(random, HIDDEN_UNITS, len(targets)),
        np.zeros(len(targets), np.float32),
    )
    optimiser = _Adam(network, steps=PASSES * -(-count // BATCH))
    for _ in range(PASSES):
        order = random.permutation(count)
        for start in range(0, count, BATCH):
            rows = order[start : start + BATCH]
            optimiser.step(_gradients(network, inputs[rows], targets[labels[rows]], random))
        after_pass()
    return network


def _start(random: np.random.Generator, inputs: int, outputs: int) -> Vectors:
    # He et al., 2015.
    return random.standard_normal((inputs, outputs), dtype=np.float32) * np.float32(np.sqrt(2 / inputs))


def _gradients(
    network: Network, inputs: Vectors, targets: Vectors, random: np.random.Generator
) -> tuple[Vectors, Vectors, Vectors, Vectors]:
    """Gradients of the binary cross-entropy, in the order of the network's fields."""
    hidden = inputs @ network.first
    hidden += network.first_bias
    kept = (random.random(hidden.shape, dtype=np.float32) >= DROPOUT) & (hidden > 0)
    open_units = kept.astype(np.float32)
    open_units /= np.float32(1 - DROPOUT)
    hidden *= open_units
    log_odds = hidden @ network.second + network.second_bias
    error = (1 / (1 + np.exp(-log_odds)) - targets) / np.float32(len(inputs))
    hidden_error = error @ network.second.T
    hidden_error *= open_units
    return inputs.T @ hidden_error, hidden_error.sum(axis=0), hidden.T @ error, error.sum(axis=0)


class _Adam:
    """Adam with a learning rate that falls to nothing in a straight line (Kingma and Ba, 2015)."""

    def __init__(self, network: Network, steps: int) -> None:
        self._weights = (network.first, network.first_bias, network.second, network.second_bias)
        self._means = [np.zeros_like(weights) for weights in self._weights]
        self._squares = [np.zeros_like(weights) for weights in self._weights]
        self._steps = steps
        self._done = 0

    def step(self, gradients: tuple[Vectors, ...]) -> None:
        """Move the network's weights, in place."""
        mean_decay, square_decay = _DECAYS
        rate = LEARNING_RATE * (1 - self._done / self._steps)
        self._done += 1
        rate *= np.sqrt(1 - square_decay**self._done) / (1 - mean_decay**self._done)
        for weights, gradient, mean, square in zip(self._weights, gradients, self._means, self._squares, strict=True):
            flat = (weights.reshape(-1), gradient.reshape(-1), mean.reshape(-1), square.reshape(-1))
            for start in range(0, weights.size, _BLOCK):
                self._move(np.float32(rate), *(numbers[start : start + _BLOCK] for numbers in flat))

    @staticmethod
    def _move(rate: np.float32, weights: Vectors, gradient: Vectors, mean: Vectors, square: Vectors) -> None:
        mean_decay, square_decay = _DECAYS
        change = gradient - mean
        change *= 1 - mean_decay
        mean += change
        np.multiply(gradient, gradient, out=change)
        change -= square
        change *= 1 - square_decay
        square += change
        np.sqrt(square, out=change)
        change += _SMALLEST
        np.divide(rate * mean, change, out=change)
        weights -= change
