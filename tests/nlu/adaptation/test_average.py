"""The mean of rounds of learning: of their changes as they act, and of their heads by label."""

from __future__ import annotations

import json

import numpy as np

from nlu.adaptation.average import mean_changes, mean_heads


def _changes(random: np.random.Generator) -> dict[str, np.ndarray]:
    return {
        "4.q.down": random.normal(size=(2, 6)).astype(np.float16),
        "4.q.up": random.normal(size=(8, 2)).astype(np.float16),
    }


def _heads(labels: list[str], *rows: float) -> dict[str, np.ndarray]:
    weight = np.array([[row, 0.0] for row in rows], np.float16)
    names = np.frombuffer(json.dumps({"topic": labels}).encode(), np.uint8)
    return {"labels": names, "topic.weight": weight, "topic.bias": weight[:, 0]}


def test_matrices_are_changed_by_the_mean_of_what_each_round_changed():
    random = np.random.default_rng(0)
    rounds = [_changes(random), _changes(random)]
    mean = mean_changes(rounds, 4)
    expected = sum(each["4.q.up"].astype(np.float32) @ each["4.q.down"] for each in rounds) / 2
    assert np.allclose(mean["4.q.up"].astype(np.float32) @ mean["4.q.down"], expected, atol=0.01)
    assert mean["4.q.down"].shape == (4, 6)


def test_label_that_one_round_does_not_know_is_heard_as_by_the_others():
    mean = mean_heads([_heads(["qui_paie"], 2.0), _heads(["delai", "qui_paie"], 1.0, 4.0)])
    assert json.loads(mean["labels"].tobytes()) == {"topic": ["delai", "qui_paie"]}
    assert mean["topic.weight"][:, 0].tolist() == mean["topic.bias"].tolist() == [1.0, 3.0]
