"""Figures on predictions: accuracy, confusions, calibration, out of scope."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binned_statistic, binomtest
from sklearn.metrics import precision_recall_fscore_support, roc_auc_score, roc_curve

from nlu.intents import OUT_OF_SCOPE
from tests.evaluation.predictions import Prediction

BINS = 10


@dataclass(frozen=True)
class Rate:
    """So many of so many, with Wilson's 95 % interval (Wilson 1927); all three shares are from 0 to 1."""

    right: int
    total: int
    share: float
    low: float
    high: float

    @classmethod
    def of(cls, right: int, total: int) -> Rate:
        """The share of `right` in `total`; of nothing, anything between 0 and 1 may hold."""
        if not total:
            return cls(0, 0, 0.0, 0.0, 1.0)
        interval = binomtest(right, total).proportion_ci(method="wilson")
        return cls(right, total, right / total, float(interval.low), float(interval.high))


@dataclass(frozen=True)
class IntentScore:
    """How well one intent is told from the others; `count` sentences have it, `given` were given it."""

    intent: str
    count: int
    given: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Confusion:
    """Sentences of one intent that were given another, surest first."""

    right: str
    given: str
    predictions: tuple[Prediction, ...]


@dataclass(frozen=True)
class Bin:
    """Predictions of about the same confidence, and the share of them that are right."""

    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Calibration:
    """Whether confidence can be believed; `error` is the expected calibration error (Guo et al. 2017), 0 to 1."""

    bins: tuple[Bin, ...]
    error: float


@dataclass(frozen=True)
class OutOfScope:
    """How well the probability of being out of scope tells what is.

    `false_alarms` and `found` are the ROC curve: shares of the sentences in scope and out of scope above a threshold.
    `auroc` is the area under it: 1 is perfect, 0.5 is chance.
    """

    auroc: float
    false_alarms: tuple[float, ...]
    found: tuple[float, ...]
    recognised: Rate
    """Sentences out of scope for which "out of scope" is the likeliest intent."""

    refused: Rate
    """Sentences in scope for which it is."""


@dataclass(frozen=True)
class Figures:
    """The figures of a set, without its sentences."""

    accuracy: Rate
    languages: dict[str, Rate]
    offered: Rate
    """The right intent is among the three likeliest."""

    calibration_error: float
    auroc: float | None
    """Of out of scope; None for a set that has only one side."""


def figures(predictions: Sequence[Prediction]) -> Figures:
    """All figures of a set."""
    scope = out_of_scope(predictions)
    return Figures(
        accuracy(predictions),
        by_language(predictions),
        Rate.of(sum(prediction.right_among_offered for prediction in predictions), len(predictions)),
        calibration(predictions).error,
        scope.auroc if scope else None,
    )


def accuracy(predictions: Sequence[Prediction]) -> Rate:
    """The share of sentences whose likeliest intent is the right one."""
    return Rate.of(sum(prediction.right for prediction in predictions), len(predictions))


def by_language(predictions: Sequence[Prediction]) -> dict[str, Rate]:
    """The same for each language, French first."""
    languages = sorted({prediction.example.language for prediction in predictions}, reverse=True)
    return {
        name: accuracy([prediction for prediction in predictions if prediction.example.language == name])
        for name in languages
    }


def intent_scores(predictions: Sequence[Prediction]) -> list[IntentScore]:
    """Precision, recall and F1 of every intent that has sentences, worst F1 first."""
    right = [prediction.example.intent for prediction in predictions]
    given = [prediction.given for prediction in predictions]
    labels = sorted(set(right))
    times = Counter(given)
    scores = precision_recall_fscore_support(right, given, labels=labels, zero_division=0)
    found = [
        IntentScore(intent, int(count), times[intent], float(precision), float(recall), float(f1))
        for intent, precision, recall, f1, count in zip(labels, *scores, strict=True)
    ]
    return sorted(found, key=lambda score: (score.f1, score.intent))


def confusions(predictions: Sequence[Prediction]) -> list[Confusion]:
    """The pairs of intents that are taken one for the other, most frequent first."""
    pairs: dict[tuple[str, str], list[Prediction]] = defaultdict(list)
    for prediction in sorted(predictions, key=lambda prediction: -prediction.confidence):
        if not prediction.right:
            pairs[prediction.example.intent, prediction.given].append(prediction)
    found = [Confusion(right, given, tuple(wrong)) for (right, given), wrong in pairs.items()]
    return sorted(found, key=lambda confusion: (-len(confusion.predictions), confusion.right, confusion.given))


def calibration(predictions: Sequence[Prediction], bins: int = BINS) -> Calibration:
    """Confidence beside accuracy, in bins of equal width; empty bins are left out."""
    confidence = np.asarray([prediction.confidence for prediction in predictions])
    right = np.asarray([prediction.right for prediction in predictions], dtype=np.float64)
    means, _, _ = binned_statistic(confidence, [confidence, right], "mean", bins, range=(0.0, 1.0))
    counts, _, _ = binned_statistic(confidence, confidence, "count", bins, range=(0.0, 1.0))
    kept = tuple(
        Bin(int(count), float(mean), float(share)) for count, mean, share in zip(counts, *means, strict=True) if count
    )
    error = sum(bin_.count * abs(bin_.confidence - bin_.accuracy) for bin_ in kept) / len(predictions)
    return Calibration(kept, error)


def out_of_scope(predictions: Sequence[Prediction]) -> OutOfScope | None:
    """How well out of scope is told from the rest; None where the sentences are all on one side."""
    outside = [prediction.example.intent == OUT_OF_SCOPE for prediction in predictions]
    if len(set(outside)) < 2:
        return None
    scores = [prediction.out_of_scope for prediction in predictions]
    false_alarms, found, _ = roc_curve(outside, scores)
    refused = [prediction.given == OUT_OF_SCOPE for prediction in predictions]
    within = [is_refused for is_refused, is_outside in zip(refused, outside, strict=True) if not is_outside]
    without = [is_refused for is_refused, is_outside in zip(refused, outside, strict=True) if is_outside]
    return OutOfScope(
        float(roc_auc_score(outside, scores)),
        tuple(map(float, false_alarms)),
        tuple(map(float, found)),
        Rate.of(sum(without), len(without)),
        Rate.of(sum(within), len(within)),
    )
