"""The network tells groups of sentences apart, says so when nothing fits, and goes on from what another has learnt."""

from __future__ import annotations

import numpy as np
import pytest

from nlu.classification.network import HIDDEN_UNITS, PASSES, PASSES_MORE, apart, relabelled, side_by_side, train_network

INPUTS = 32
GROUPS = 4


def sentences(seed: int, count: int = 200) -> tuple[np.ndarray, np.ndarray]:
    """Vectors around one centre for each group, and their groups."""
    centres = np.random.default_rng(0).standard_normal((GROUPS, INPUTS))
    random = np.random.default_rng(seed)
    labels = random.integers(0, GROUPS, count)
    vectors = centres[labels] + 0.4 * random.standard_normal((count, INPUTS))
    return vectors.astype(np.float32), labels


@pytest.fixture(scope="module")
def networks():
    return [train_network(*sentences(1), seed) for seed in (0, 1)]


def test_network_separates_groups_of_unseen_sentences_and_is_the_same_again(networks) -> None:
    vectors, labels = sentences(2)
    assert (networks[0].log_odds(vectors).argmax(axis=1) == labels).mean() > 0.98
    assert np.array_equal(train_network(*sentences(1), 0).first, networks[0].first)


def test_networks_side_by_side_give_the_mean_and_come_apart_again(networks) -> None:
    vectors, _ = sentences(2)
    wide = side_by_side(networks)
    mean = np.mean([network.log_odds(vectors) for network in networks], axis=0)
    assert np.allclose(wide.log_odds(vectors), mean, atol=1e-3)
    assert np.allclose(side_by_side(apart(wide, len(networks))).log_odds(vectors), mean, atol=1e-3)


def test_a_network_goes_on_from_another_in_fewer_passes_and_leaves_that_as_it_was(networks) -> None:
    previous, was = networks[0], networks[0].second.copy()
    vectors, labels = sentences(3, 2000)
    # Those of the last group mean what those of the first do by now.
    moved = np.where(labels == GROUPS - 1, 0, labels)
    passes = []
    learnt = train_network(vectors, moved, 0, lambda: passes.append(1), previous)
    assert len(passes) == PASSES_MORE < PASSES
    assert (learnt.log_odds(vectors).argmax(axis=1) == moved).mean() > 0.95
    assert np.array_equal(previous.second, was)


def test_a_network_with_other_labels_keeps_what_it_knows_and_learns_the_new_one(networks) -> None:
    vectors, labels = sentences(3, 2000)
    previous = relabelled(networks[0], [3, None, 0])
    odds = networks[0].log_odds(vectors)
    assert np.allclose(previous.log_odds(vectors)[:, [0, 2]], odds[:, [3, 0]], atol=1e-4)
    assert relabelled(networks[0], [None, None]).second.shape == (HIDDEN_UNITS, 2), "no label in common"
    known = np.array([2, 1, 1, 0])[labels]
    learnt = train_network(vectors, known, 0, previous=previous)
    assert (learnt.log_odds(vectors).argmax(axis=1) == known).mean() > 0.98
