"""The intent classifier: calibrated probabilities, the same after it is saved and trained again."""

from pathlib import Path

import numpy as np
import pytest

from nlu.classification.intent_classifier import IntentClassifier

ANIMALS = {
    "cat": "the cat purrs|a cat sleeps all day|my cat hunts mice|the cat climbs|cats purr at night|is that a cat",
    "car": "the car is fast|my car needs fuel|a red car|park the car|cars and lorries|the car has four wheels",
    "rain": "rain again today|it will rain|the rain is cold|a rainy week|rain and wind|will it rain tomorrow",
}


def test_probabilities_add_up_to_one_and_are_the_same_once_read_or_trained_again(tmp_path: Path) -> None:
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
