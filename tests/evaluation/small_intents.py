"""Small intents: how well a question of the FAQ is understood when it has few examples, as a new one has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from random import Random

from nlu.training_data.examples import Example
from tests.evaluation.metrics import Rate, accuracy
from tests.evaluation.predictions import Prediction, folds, predictions, trained

INTENTS = frozenset(
    {
        "aefa",
        "cpf",
        "frais_deplacement",
        "niveau_diplome",
        "places",
        "repasser_examen",
        "salaire_contrat",
        "taux_reussite",
    }
)
"""Questions of the FAQ that are cut to few examples, all at once."""

SIZES = (5, 10, 20)


@dataclass(frozen=True)
class SmallIntents:
    """How hidden sentences are understood where each of the small intents has so many examples; None: all."""

    examples: int | None
    small: Rate
    """Of the sentences of the small intents."""

    others: Rate
    """Of the sentences of all other intents."""


def small_intents(
    examples: Sequence[Example], held_out: Sequence[Prediction], tell: Callable[[str], None]
) -> list[SmallIntents]:
    """The sentences that the first fold hides, by a model for each size, and last by that of the cross-validation.

    Args:
        examples: the sentences.
        held_out: the prediction of the cross-validation for each.
        tell: hears progress.
    """
    train, test = folds(examples)[0]
    hidden = [examples[row] for row in test]
    found = []
    for size in SIZES:
        tell(f"Entraînement avec {size} exemples pour {len(INTENTS)} questions de la FAQ…")
        classifier = trained(cut([examples[row] for row in train], size))
        found.append(_understood(size, list(predictions(classifier, hidden))))
    return [*found, _understood(None, [held_out[row] for row in test])]


def cut(examples: Sequence[Example], size: int) -> list[Example]:
    """The examples, of the small intents only so many: the languages in turn, a smaller size being part of a larger."""
    rows: dict[str, dict[str, list[int]]] = defaultdict(lambda: {"fr": [], "en": []})
    for row, example in enumerate(examples):
        if example.intent in INTENTS:
            rows[example.intent][example.language].append(row)
    kept: set[int] = set()
    for by_language in rows.values():
        for shuffled in by_language.values():
            Random(0).shuffle(shuffled)  # noqa: S311
        in_turn = chain.from_iterable(zip_longest(*by_language.values()))
        kept.update([row for row in in_turn if row is not None][:size])
    return [example for row, example in enumerate(examples) if row in kept or example.intent not in INTENTS]


def _understood(size: int | None, hidden: Sequence[Prediction]) -> SmallIntents:
    small, others = (
        accuracy([prediction for prediction in hidden if (prediction.example.intent in INTENTS) == is_small])
        for is_small in (True, False)
    )
    return SmallIntents(size, small, others)
