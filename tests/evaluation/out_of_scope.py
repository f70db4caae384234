"""How well a confidence tells sentences that a classifier should answer from those it should refuse.

A sentence is answered when its confidence reaches the threshold. `right` says, for each sentence in scope, whether its
most likely intent is the true one; it counts as right only if it is answered too (Larson et al., EMNLP 2019).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Point:
    """What one threshold gives, in parts of one."""

    threshold: float
    accuracy: float
    """Part of the sentences in scope that are answered with the right intent."""

    recall: float
    """Part of the sentences out of scope that are refused."""


def point(threshold: float, inside: Numbers, right: Flags, outside: Numbers) -> Point:
    """What a threshold gives on sentences in scope (`inside`, `right`) and out of scope (`outside`)."""
    return Point(threshold, float(np.mean(right & (inside >= threshold))), float(np.mean(outside < threshold)))


def curve(inside: Numbers, right: Flags, outside: Numbers) -> list[Point]:
    """Every threshold that changes anything, from answering everything to refusing everything."""
    thresholds = np.append(np.unique(np.concatenate([inside, outside])), np.inf)
    answered = _at_least(np.sort(inside[right]), thresholds) / len(inside)
    refused = 1 - _at_least(np.sort(outside), thresholds) / len(outside)
    return [Point(float(t), float(a), float(r)) for t, a, r in zip(thresholds, answered, refused, strict=True)]


def best_threshold(inside: Numbers, right: Flags, outside: Numbers) -> float:
    """The threshold with the most sentences treated rightly, in and out of scope counted alike; the highest of equals.

    Larson et al. choose it on their validation sets, where few sentences are out of scope: hence the highest of equals.
    """

    def treated_rightly(candidate: Point) -> tuple[int, float]:
        # Whole numbers: rounding would hide equals.
        count = round(candidate.accuracy * len(inside)) + round(candidate.recall * len(outside))
        return count, candidate.threshold

    return max(curve(inside, right, outside), key=treated_rightly).threshold


def at_recall(points: list[Point], recall: float) -> Point:
    """The most accurate point that refuses at least this part of the sentences out of scope."""
    return max((p for p in points if p.recall >= recall), key=lambda p: p.accuracy)


def auroc(inside: Numbers, outside: Numbers) -> float:
    """How often a sentence in scope is more confident than one out of scope; a tie counts for half."""
    ordered = np.sort(outside)
    below = np.searchsorted(ordered, inside, "left") + np.searchsorted(ordered, inside, "right")
    return float(below.mean() / 2 / len(outside))


def _at_least(ordered: Numbers, thresholds: Numbers) -> Numbers:
    return cast(Numbers, (len(ordered) - np.searchsorted(ordered, thresholds, "left")).astype(np.float64))
