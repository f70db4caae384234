"""The fit of the choice: a conditional logit (McFadden 1974) on annotated conversations.

Where several candidates are the annotated act, that any of them is chosen counts as right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from nlu.dialogue.choice import FittedChoice
from tests.evaluation.choice.conversations import ChosenTurn

PENALTIES = (0.03, 0.1, 0.3, 1.0, 3.0)
"""Of squared weights, those that are tried."""

FOLDS = 5
MIN_TURNS = 3
"""Turns in which a feature tells candidates apart, for it to get a weight."""

DIGITS = 2
"""Of a weight."""

Feature = tuple[str, str]
Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Fit:
    """What is fitted, with which penalty, and the mean log-likelihood of turns left out for each penalty."""

    choice: FittedChoice
    penalty: float
    left_out: dict[float, float]


def fitted(turns: Sequence[ChosenTurn]) -> Fit:
    """The weights that make annotated acts likeliest."""
    telling = [turn for turn in turns if 0 < len(turn.right) < len(turn.candidates)]
    features = _telling_features(telling)
    conversations = np.array([turn.conversation % FOLDS for turn in telling])
    left_out = {}
    for penalty in PENALTIES:
        total = 0.0
        for fold in range(FOLDS):
            learnt = [turn for turn, place in zip(telling, conversations, strict=True) if place != fold]
            tested = [turn for turn, place in zip(telling, conversations, strict=True) if place == fold]
            total -= _loss(_weights(learnt, features, penalty), *_arrays(tested, features))[0]
        left_out[penalty] = total / len(telling)
    penalty = max(left_out, key=lambda each: left_out[each])
    weights = _weights(telling, features, penalty)
    nested: dict[str, dict[str, float]] = {}
    for (name, feature), weight in sorted(zip(features, weights.tolist(), strict=True)):
        if rounded := round(weight, DIGITS):
            nested.setdefault(name, {})[feature] = rounded
    return Fit(FittedChoice(nested), penalty, left_out)


def _telling_features(turns: Sequence[ChosenTurn]) -> list[Feature]:
    """The features that tell candidates of a turn apart often enough."""
    counts: Counter[Feature] = Counter()
    for turn in turns:
        found = [candidate.features for candidate in turn.candidates]
        every = {feature for features in found for feature in features}
        counts.update(feature for feature in every if len({features.get(feature, 0.0) for features in found}) > 1)
    return sorted(feature for feature, count in counts.items() if count >= MIN_TURNS)


def _arrays(turns: Sequence[ChosenTurn], features: Sequence[Feature]) -> tuple[csr_matrix, Places, Numbers]:
    """The candidates' features, where each turn begins among them, and 0 where a candidate is right, else -inf."""
    places = {feature: place for place, feature in enumerate(features)}
    rows, columns, starts = list[int](), list[int](), list[int]()
    values, right = list[float](), list[float]()
    for turn in turns:
        starts.append(len(right))
        for number, candidate in enumerate(turn.candidates):
            for feature, value in candidate.features.items():
                if feature in places:
                    rows.append(len(right))
                    columns.append(places[feature])
                    values.append(value)
            right.append(0.0 if number in turn.right else -np.inf)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(right), len(features)))
    return matrix, np.array(starts), np.array(right)


def _loss(weights: Numbers, matrix: csr_matrix, starts: Places, right: Numbers) -> tuple[float, Numbers]:
    """The negative log-likelihood, and its gradient."""
    scores = matrix @ weights
    every, of_every = _softmaxes(scores, starts)
    correct, of_correct = _softmaxes(scores + right, starts)
    return float(np.sum(every - correct)), matrix.T @ (of_every - of_correct)


def _softmaxes(scores: Numbers, starts: Places) -> tuple[Numbers, Numbers]:
    """For each turn the log of its summed exponentials; for each candidate its share in them."""
    sizes = np.diff([*starts, len(scores)])
    highest = np.maximum.reduceat(scores, starts)
    powers = np.exp(scores - np.repeat(highest, sizes))
    sums = np.add.reduceat(powers, starts)
    return highest + np.log(sums), powers / np.repeat(sums, sizes)


def _weights(turns: Sequence[ChosenTurn], features: Sequence[Feature], penalty: float) -> Numbers:
    arrays = _arrays(turns, features)

    def penalized(weights: Numbers) -> tuple[float, Numbers]:
        loss, gradient = _loss(weights, *arrays)
        return loss + penalty * float(weights @ weights) / 2, gradient + penalty * weights

    found: Numbers = minimize(penalized, np.zeros(len(features)), jac=True, method="L-BFGS-B").x
    return found
