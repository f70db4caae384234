"""Abstention: whether nothing is answered to odd words, and an answer is given to short questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlu.classification.ranking import is_clear
from nlu.intents import OUT_OF_SCOPE
from tests.evaluation.metrics import Rate
from tests.evaluation.predictions import Prediction

AMBIGUOUS = "ambigu"
"""What stands for the intent of a short question that may ask for more than one thing: asking back is right."""

LEAST_ON_ODD_WORDS = 0.95
"""Share of odd words on which the assistant should abstain."""

MOST_ON_QUESTIONS = 0.01
"""Share of short questions on which it may."""


@dataclass(frozen=True)
class ShortQuestions:
    """What happens to short questions; those that are out of scope do not count."""

    abstained: Rate
    """Of the questions with an intent, those that get no answer."""

    refused: Rate
    """Of these and the ambiguous ones, those taken to be out of scope."""


def abstains(prediction: Prediction) -> bool:
    """Whether nothing is answered: out of scope, or too unsure. To greet, or to note a fact, is an answer."""
    return prediction.given == OUT_OF_SCOPE or not is_clear([share for _, share in prediction.ranking])


def abstention(predictions: Sequence[Prediction]) -> Rate:
    """The share of sentences on which the assistant abstains."""
    return Rate.of(sum(map(abstains, predictions)), len(predictions))


def answered(predictions: Sequence[Prediction]) -> list[Prediction]:
    """The sentences that are answered, surest first."""
    return sorted(
        (prediction for prediction in predictions if not abstains(prediction)),
        key=lambda prediction: -prediction.confidence,
    )


def short_questions(predictions: Sequence[Prediction]) -> ShortQuestions:
    """What happens to short questions, of which some are :data:`AMBIGUOUS` or out of scope."""
    asking = [prediction for prediction in predictions if prediction.example.intent != OUT_OF_SCOPE]
    refused = sum(prediction.given == OUT_OF_SCOPE for prediction in asking)
    clear = [prediction for prediction in asking if prediction.example.intent != AMBIGUOUS]
    return ShortQuestions(abstention(clear), Rate.of(refused, len(asking)))
