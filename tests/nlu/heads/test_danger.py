"""The head of danger and exasperation: the gravest part counts, and few ordinary messages raise an alarm."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from nlu.distress import Distress
from nlu.heads.danger import MAX_FALSE_ALARMS, DangerHead, DistressExample, Matrix
from nlu.heads.training import kept_or_trained

INPUTS = 12
AXES = {"danger": 0, "agacement": 1, "sans": 2}


def vectors(texts: Sequence[str]) -> Matrix:
    """A vector for each text, along the axis of its first word and with some noise of its own."""
    found = []
    for text in texts:
        kind, number = text.split()
        vector = np.random.default_rng(int(number) + 1_000 * AXES[kind]).normal(0, 0.2, INPUTS)
        vector[AXES[kind]] += 2.0
        found.append(vector)
    return np.array(found, np.float32)


@pytest.fixture(scope="module")
def head() -> DangerHead:
    examples = [DistressExample((f"danger {number}",), Distress.DANGER) for number in range(60)]
    examples += [DistressExample((f"agacement {number}",), Distress.EXASPERATION) for number in range(60)]
    examples += [DistressExample((f"sans {number}",), Distress.NONE, ordinary=True) for number in range(900)]
    return DangerHead().fit(examples, vectors)


@pytest.mark.parametrize(
    ("parts", "distress"),
    [
        (["sans 1000"], Distress.NONE),
        (["danger 1000"], Distress.DANGER),
        (["agacement 1000"], Distress.EXASPERATION),
        (["sans 1000", "sans 1001", "danger 1000"], Distress.DANGER),
        (["sans 1000", "agacement 1000", "danger 1000"], Distress.DANGER),
        (["sans 1000", "agacement 1000", "sans 1001"], Distress.EXASPERATION),
    ],
)
def test_a_message_is_as_grave_as_its_gravest_part(head: DangerHead, parts: list[str], distress: Distress) -> None:
    assert head.detect(vectors(parts)) is distress


def test_few_ordinary_messages_raise_an_alarm(head: DangerHead) -> None:
    alarms = [head.detect(vectors([f"sans {number}"])) is Distress.DANGER for number in range(2_000, 4_000)]
    assert np.mean(alarms) <= 3 * MAX_FALSE_ALARMS


def test_a_head_that_is_kept_detects_the_same(head: DangerHead, tmp_path: Path) -> None:
    head.save(tmp_path)
    loaded = DangerHead.load(tmp_path)
    parts = vectors(["sans 1000", "danger 1000"])
    assert np.array_equal(loaded.scores(parts), head.scores(parts))


def test_a_head_is_trained_again_only_when_what_it_learns_changes(head: DangerHead, tmp_path: Path) -> None:
    trained = []

    def train() -> DangerHead:
        trained.append(head)
        return head

    first = kept_or_trained("danger", ["je veux mourir"], DangerHead.load, train, tmp_path)
    again = kept_or_trained("danger", ["je veux mourir"], DangerHead.load, train, tmp_path)
    parts = vectors(["sans 1000", "danger 1000"])
    assert len(trained) == 1
    assert np.array_equal(again.scores(parts), first.scores(parts))
    kept_or_trained("danger", ["je veux en finir"], DangerHead.load, train, tmp_path)
    assert len(trained) == 2
    assert len(list(tmp_path.iterdir())) == 1


def test_without_messages_to_learn_from_nothing_is_detected() -> None:
    assert DangerHead().detect(vectors(["danger 1000"])) is Distress.NONE
