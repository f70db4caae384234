"""The benchmark counts as the paper does, and a classifier keeps what it has learnt."""

import json
from pathlib import Path

import numpy as np
import pytest

from nlu.classification.intent_classifier import IntentClassifier
from tests.evaluation.clinc import main, write_curves
from tests.evaluation.out_of_scope import Point, at_recall, auroc, best_threshold, curve, point

# Four queries in scope, the third misread, and two out of scope.
INSIDE = np.array([0.9, 0.8, 0.6, 0.3])
RIGHT = np.array([True, True, False, True])
OUTSIDE = np.array([0.5, 0.2])

ANIMALS = {
    "cat": "the cat purrs|a cat sleeps all day|my cat hunts mice|the cat climbs|cats purr at night|is that a cat",
    "car": "the car is fast|my car needs fuel|a red car|park the car|cars and lorries|the car has four wheels",
    "rain": "rain again today|it will rain|the rain is cold|a rainy week|rain and wind|will it rain tomorrow",
}


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


def test_every_point_of_the_curve_is_what_its_threshold_gives() -> None:
    assert curve(INSIDE, RIGHT, OUTSIDE) == [
        point(p.threshold, INSIDE, RIGHT, OUTSIDE) for p in curve(INSIDE, RIGHT, OUTSIDE)
    ]


def test_the_best_threshold_treats_most_queries_rightly() -> None:
    # 0.3, 0.6 and 0.8 all treat four of six rightly: the highest is kept.
    assert best_threshold(INSIDE, RIGHT, OUTSIDE) == 0.8
    # With a second right answer at 0.3, answering it is worth more than refusing 0.5.
    assert best_threshold(np.append(INSIDE, 0.3), np.append(RIGHT, True), OUTSIDE) == 0.3


def test_at_a_recall_the_most_accurate_point_is_taken() -> None:
    points = curve(INSIDE, RIGHT, OUTSIDE)
    assert (at_recall(points, 0.4).accuracy, at_recall(points, 0.6).accuracy) == (0.75, 0.5)


def test_the_area_counts_pairs_in_the_right_order_and_half_of_the_ties() -> None:
    # Of eight pairs, only (0.3, 0.5) is in the wrong order.
    assert auroc(INSIDE, OUTSIDE) == 7 / 8
    assert auroc(np.array([0.5]), np.array([0.5, 0.1])) == 0.75


def test_the_curves_are_written_as_a_table_and_a_picture(tmp_path: Path) -> None:
    rows, picture = write_curves({"evidence": curve(INSIDE, RIGHT, OUTSIDE)}, tmp_path / "new")
    assert rows.read_text("utf-8").splitlines()[:2] == [
        "confidence,threshold,in_scope_accuracy,out_of_scope_recall",
        "evidence,0.2,0.75000,0.00000",
    ]
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "fichier illisible"), ("{", "n'est pas le fichier"), (json.dumps({"train": [["a"]]}), "n'est pas le")],
)
def test_a_file_that_is_missing_or_of_another_form_is_told_in_french(
    tmp_path: Path, content: str | None, message: str
) -> None:
    path = tmp_path / "clinc.json"
    if content is not None:
        path.write_text(content, "utf-8")
    assert message in str(main([str(path)]))


def test_without_a_file_the_command_says_how_to_name_one() -> None:
    assert "DATA=" in str(main([""]))


def test_a_classifier_learns_adds_up_to_one_and_is_the_same_once_read_again(tmp_path: Path) -> None:
    pairs = [(text, intent) for intent, texts in ANIMALS.items() for text in texts.split("|")]
    texts, intents = zip(*pairs, strict=True)
    classifier = IntentClassifier().fit(texts, intents)
    asked = ["does the cat purr", "how fast is this car", "is there rain in March"]
    probabilities = classifier.probabilities(asked)
    assert classifier.labels == ("car", "cat", "rain")
    assert probabilities.sum(axis=1) == pytest.approx(1.0)
    assert [classifier.labels[column] for column in probabilities.argmax(axis=1)] == ["cat", "car", "rain"]
    assert (classifier.evidence(asked).argmax(axis=1) == probabilities.argmax(axis=1)).all()
    classifier.save(tmp_path / "classifier.joblib")
    again = IntentClassifier.load(tmp_path / "classifier.joblib")
    np.testing.assert_array_equal(again.probabilities(asked), probabilities)
    retrained = IntentClassifier().fit(texts, intents)
    np.testing.assert_array_equal(retrained.probabilities(asked), probabilities)
