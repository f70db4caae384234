"""A small network over sentence vectors that weighs every intent on its own, in numpy.

Each output is a log-odds (one intent against all), not a share: when no intent fits, all of them are low, which a
softmax cannot say. scikit-learn's networks offer neither that loss for single labels nor dropout, hence this file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from nlu.products import product

Matrix = npt.NDArray[np.float32]

HIDDEN_UNITS = 1024
OPEN_UNITS = 512
"""Hidden units that learn at each step; the others are put out (Srivastava et al., 2014).

They are the same for a whole batch (Graham, Reizenstein and Robinson, 2015): half of the network is then computed at
half of the cost, with the same accuracy.
"""

PASSES = 30
LEARNING_RATE = 4.5e-3
BATCH = 256

PASSES_MORE = 8
LEARNING_RATE_MORE = 2e-3
"""Of a network that goes on from another one. Both chosen on sentences kept apart: going on from much the same
sentences it is right as often as a new network; on follow-ups more often."""

_DECAYS = (0.9, 0.999)
_SMALLEST = 1e-8
_LOUDER = np.float32(HIDDEN_UNITS / OPEN_UNITS)
"""What makes the open units as loud as all of them together."""

_BLOCK = 64
"""Units moved at a time: with what is kept of their weights they stay in the processor's cache, which is quicker."""


@dataclass(frozen=True)
class Network:
    """One hidden layer of rectified units: `first` is (inputs, units), `second` is (units, labels)."""

    first: Matrix
    first_bias: Matrix
    second: Matrix
    second_bias: Matrix

    def log_odds(self, vectors: Matrix) -> Matrix:
        """How likely each label is, on its own: shape (len(vectors), labels)."""
        hidden = np.maximum(product(vectors, self.first) + self.first_bias, 0.0)
        return product(hidden, self.second) + self.second_bias


def train_network(
    vectors: Matrix,
    labels: npt.NDArray[np.int64],
    seed: int,
    on_pass: Callable[[], None] = lambda: None,
    previous: Network | None = None,
) -> Network:
    """Train on embeddings of shape (sentences, inputs) and their label numbers; the same input gives the same network.

    `previous` is a network of much the same sentences to go on from, with the same labels: that takes fewer passes.
    Never one that went on itself: after six times, a fifth more sentences are misread.
    """
    # Matrix of one language and one subject lie close together: what tells them apart is what is left of their mean.
    centre, spread = vectors.mean(axis=0), vectors.std()
    random = np.random.default_rng(seed)
    if previous:
        passes, rate = PASSES_MORE, LEARNING_RATE_MORE
        first_bias = previous.first_bias + centre @ previous.first
        start = Network(previous.first * spread, first_bias, previous.second.copy(), previous.second_bias.copy())
    else:
        passes, rate = PASSES, LEARNING_RATE
        start = _start(random, vectors.shape[1], int(labels.max()) + 1)
    network = _train(start, (vectors - centre) / spread, labels, passes, rate, random, on_pass)
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


def apart(wide: Network, count: int) -> list[Network]:
    """The networks that stand side by side in a wide one; they share the mean of their labels' biases."""
    return [
        Network(first, first_bias, second * np.float32(count), wide.second_bias)
        for first, first_bias, second in zip(
            np.hsplit(wide.first, count), np.split(wide.first_bias, count), np.vsplit(wide.second, count), strict=True
        )
    ]


def relabelled(network: Network, columns: Sequence[int | None]) -> Network:
    """The same network with other labels: for each, its column so far, or None where it has none yet."""
    new = [column for column, before in enumerate(columns) if before is not None]
    old = [before for before in columns if before is not None]
    second = np.zeros((len(network.second), len(columns)), np.float32)
    # A new label starts as likely as the others are in general.
    bias = np.full(len(columns), network.second_bias.mean(), np.float32)
    second[:, new], bias[new] = network.second[:, old], network.second_bias[old]
    return Network(network.first, network.first_bias, second, bias)


def _train(
    start: Network,
    inputs: Matrix,
    labels: npt.NDArray[np.int64],
    passes: int,
    rate: float,
    random: np.random.Generator,
    on_pass: Callable[[], None],
) -> Network:
    # One hidden unit a row, so that the units of a step are copied row by row.
    units = (np.ascontiguousarray(start.first.T), start.first_bias, start.second)
    bias = start.second_bias
    count, targets = len(inputs), np.eye(len(bias), dtype=np.float32)
    optimiser = _Adam((*units, bias), rate, steps=passes * -(-count // BATCH))
    for _ in range(passes):
        order = random.permutation(count)
        for begin in range(0, count, BATCH):
            rows = order[begin : begin + BATCH]
            chosen = random.permutation(HIDDEN_UNITS)[:OPEN_UNITS]
            part = tuple(weights[chosen] for weights in units)
            optimiser.step(chosen, _gradients((*part, bias), inputs[rows], targets[labels[rows]]))
        on_pass()
    return Network(np.ascontiguousarray(units[0].T), *units[1:], bias)


def _start(random: np.random.Generator, inputs: int, labels: int) -> Network:
    # He et al., 2015.
    first = random.standard_normal((inputs, HIDDEN_UNITS), dtype=np.float32) * np.float32(np.sqrt(2 / inputs))
    second = random.standard_normal((HIDDEN_UNITS, labels), dtype=np.float32) * np.float32(np.sqrt(2 / HIDDEN_UNITS))
    return Network(first, np.zeros(HIDDEN_UNITS, np.float32), second, np.zeros(labels, np.float32))


_Weights = tuple[Matrix, ...]
"""Of some hidden units, one a row: the weights of their inputs, their biases, the weights of their outputs; and the
biases of the labels."""


def _gradients(weights: _Weights, inputs: Matrix, targets: Matrix) -> _Weights:
    """Gradients of the binary cross-entropy, in the order of the weights, where only these units are open."""
    first, first_bias, second, second_bias = weights
    second = second * _LOUDER
    hidden = inputs @ first.T
    hidden += first_bias
    np.maximum(hidden, 0.0, out=hidden)
    error = (expit(hidden @ second + second_bias) - targets) / np.float32(len(inputs))
    hidden_error = error @ second.T
    hidden_error *= hidden > 0
    second_gradient = hidden.T @ error
    second_gradient *= _LOUDER
    return hidden_error.T @ inputs, hidden_error.sum(axis=0), second_gradient, error.sum(axis=0)


class _Adam:
    """Adam with a learning rate that falls to nothing in a straight line (Kingma and Ba, 2015).

    Units that are put out keep what is known of them: it neither moves nor fades.
    """

    def __init__(self, weights: _Weights, rate: float, steps: int) -> None:
        self._weights = weights
        self._rate = rate
        self._means = [np.zeros_like(array) for array in weights]
        self._squares = [np.zeros_like(array) for array in weights]
        self._steps = steps
        self._done = 0

    def step(self, chosen: npt.NDArray[np.int64], gradients: _Weights) -> None:
        """Move the weights of the chosen units, and the biases of the labels, in place."""
        mean_decay, square_decay = _DECAYS
        rate = self._rate * (1 - self._done / self._steps)
        self._done += 1
        rate *= np.sqrt(1 - square_decay**self._done) / (1 - mean_decay**self._done)
        everywhere = np.arange(len(gradients[-1]))
        for rows, weights, gradient, means, squares in zip(
            (chosen, chosen, chosen, everywhere), self._weights, gradients, self._means, self._squares, strict=True
        ):
            for start in range(0, len(rows), _BLOCK):
                some = rows[start : start + _BLOCK]
                mean, square = means[some], squares[some]
                change = gradient[start : start + _BLOCK] - mean
                change *= 1 - mean_decay
                mean += change
                np.square(gradient[start : start + _BLOCK], out=change)
                change -= square
                change *= 1 - square_decay
                square += change
                means[some], squares[some] = mean, square
                np.sqrt(square, out=square)
                square += _SMALLEST
                mean *= np.float32(rate)
                mean /= square
                weights[some] -= mean
