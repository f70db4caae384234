"""Linear heads: labels of rows by their numbers and words, with probabilities that mean what they say."""

from __future__ import annotations

import numpy as np
import pytest

from nlu.heads.features import Features
from nlu.heads.linear import LinearHeads

HANDS = ("anne", "bilal", "chloe", "denis")


def row(number: float, *words: str) -> Features:
    return Features(np.array([number, 1.0], np.float32), frozenset(words))


def learnt(noise: float = 0.0) -> LinearHeads:
    random = np.random.default_rng(0)
    truths = [bool(index % 2) for index in range(200)]
    written = [truth != (random.random() < noise) for truth in truths]
    rows = [row(1.0 if truth else -1.0, "pas encore" if truth else "ma") for truth in truths]
    labels = ["non" if label else "oui" for label in written]
    return LinearHeads().fit(rows, {"role": labels}, [HANDS[index % 4] for index in range(200)])


@pytest.mark.parametrize("noise", [0.1, 0.3])
def test_probability_is_how_often_such_rows_had_the_label(noise: float) -> None:
    (first, _) = learnt(noise).read(row(1.0, "pas encore"))["role"]
    assert first.probability == pytest.approx(1 - noise, abs=0.07)


def test_several_labelings_of_the_same_rows_are_read_at_once() -> None:
    rows = [row(sign, "elle" if sign > 0 else "je") for sign in (1.0, -1.0) * 20]
    heads = LinearHeads().fit(rows, {"role": ["oui", "non"] * 20, "holder": ["autre", "moi"] * 20}, [*HANDS] * 10)
    reading = heads.read(row(-1.0, "je"))
    assert {name: labels[0].name for name, labels in reading.items()} == {"role": "non", "holder": "moi"}
