"""Accuracy in scope and recall out of scope by threshold, as the paper counts them."""

import numpy as np

from tests.evaluation.out_of_scope import Point, at_recall, auroc, best_threshold, curve, point

# Four queries in scope, the third misread, and two out of scope.
INSIDE = np.array([0.9, 0.8, 0.6, 0.3])
RIGHT = np.array([True, True, False, True])
OUTSIDE = np.array([0.5, 0.2])


def test_an_answer_below_the_threshold_is_not_right_and_one_at_the_threshold_is() -> None:
    assert point(0.8, INSIDE, RIGHT, OUTSIDE) == Point(0.8, accuracy=0.5, recall=1.0)
    assert point(0.3, INSIDE, RIGHT, OUTSIDE) == Point(0.3, accuracy=0.75, recall=0.5)


def test_the_curve_goes_from_answering_everything_to_refusing_everything() -> None:
    assert [(p.threshold, p.accuracy, p.recall) for p in curve(INSIDE, RIGHT, OUTSIDE)] == [
        (0.2, 0.75, 0.0),
        (0.3, 0.75, 0.5),
        (0.5, 0.5, 0.5),
        (0.6, 0.5, 1.0),
        (0.8, 0.5, 1.0),
        (0.9, 0.25, 1.0),
        (np.inf, 0.0, 1.0),
    ]


def test_the_best_threshold_treats_most_queries_rightly() -> None:
    # 0.3, 0.6 and 0.8 all treat four of six rightly: the highest is kept.
    assert best_threshold(INSIDE, RIGHT, OUTSIDE) == 0.8


def test_at_a_recall_the_most_accurate_point_is_taken() -> None:
    points = curve(INSIDE, RIGHT, OUTSIDE)
    assert (at_recall(points, 0.4).accuracy, at_recall(points, 0.6).accuracy) == (0.75, 0.5)


def test_the_area_counts_pairs_in_the_right_order_and_half_of_the_ties() -> None:
    # Of eight pairs, only (0.3, 0.5) is in the wrong order.
    assert auroc(INSIDE, OUTSIDE) == 7 / 8
    assert auroc(np.array([0.5]), np.array([0.5, 0.1])) == 0.75
