"""What is read in a message: its fields by likelihood, its questions, and what it names, by heads made for the test."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from nlu.encoder.encoding import Encoding
from nlu.reading.reader import HEADS, Reader
from nlu.reading.reading import likeliest

LABELS = {
    "topic": ["organisme", "financement"],
    "course": ["ccp1"],
    "act": ["demande", "dit"],
    "form": ["qui"],
    "who": ["moi"],
    "link": ["nouveau"],
    "operation": ["une"],
    "claim": ["-"],
    "distress": ["aucune"],
    "kind": ["-", "lieu"],
    "role": ["ici", "va"],
    "holder": ["moi", "autre"],
    "begins": ["0", "1"],
    "asks": ["0", "1", "2"],
}

HEARING = ("topic", "act", "kind", "role", "holder", "begins", "asks")
"""The heads that hear something; the first label of each is heard where nothing is."""


def place(field: str, number: int) -> int:
    """Where in a state the label with a number is heard."""
    return 10 * HEARING.index(field) + number


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    arrays = {}
    for field, labels in LABELS.items():
        weight, bias = np.zeros((len(labels), 768), np.float16), np.zeros(len(labels), np.float16)
        for number in range(1, len(labels) if field in HEARING else 0):
            weight[number, place(field, number)] = 1
        bias[0] = 0.5
        arrays |= {f"{field}.weight": weight, f"{field}.bias": bias}
    np.savez(tmp_path / "heads.npz", labels=np.frombuffer(json.dumps(LABELS).encode(), np.uint8), **arrays)
    return Reader(tmp_path / "heads.npz")


def encoding(tokens: Sequence[Mapping[str, int]]) -> Encoding:
    """Tokens of three characters, each with the number of the label that heads are to hear."""
    states = np.zeros((len(tokens), 384), np.float32)
    states[:, -1] = 0.1
    for at, token in enumerate(tokens):
        for field, number in token.items():
            states[at, place(field, number)] = 1
    starts = 4 * np.arange(len(tokens))
    middle = np.ones_like(states)
    vector = np.concatenate([states.mean(axis=0), middle[0]])
    return Encoding(vector, {12: states, 9: middle}, starts, starts + 3)


def test_a_message_that_asks_one_thing_has_one_question(reader: Reader) -> None:
    reading = reader.read(encoding([{"asks": 1}, {"asks": 1}]))
    (ask,) = reading.asks
    assert (ask.start, ask.end) == (0, 7)
    assert sum(ask.topics.values()) == pytest.approx(1)


def test_the_likeliest_label_stands_first(reader: Reader) -> None:
    reading = reader.read(encoding([{"act": 1}, {"act": 1}]))
    assert likeliest(reading.acts) == "dit"
    assert [*reading.acts.values()] == sorted(reading.acts.values(), reverse=True)


def test_a_question_lasts_until_the_next_one_begins(reader: Reader) -> None:
    first, second = reader.read(encoding([{"asks": 1}, {}, {"asks": 2, "topic": 1}])).asks
    assert (first.start, first.end, second.start, second.end) == (0, 8, 8, 11)
    assert likeliest(second.topics) == "financement"


def test_neighbours_of_one_kind_are_named_together_until_one_begins_anew(reader: Reader) -> None:
    tokens = [{"kind": 1}, {"kind": 1}, {"kind": 1, "begins": 1}, {}]
    assert [(span.start, span.end, span.kind) for span in reader.read(encoding(tokens)).spans] == [
        (0, 7, "lieu"),
        (8, 11, "lieu"),
    ]


def test_an_empty_message_names_nothing_and_asks_what_its_mark_says(reader: Reader) -> None:
    states, none = np.zeros((0, 384), np.float32), np.zeros(0, np.int64)
    reading = reader.read(Encoding(np.ones(768, np.float32), {12: states, 9: states}, none, none))
    assert (len(reading.asks), reading.spans) == (1, ())


def test_the_heads_in_service_have_all_fields() -> None:
    assert HEADS.exists()
    with np.load(HEADS) as arrays:
        assert set(json.loads(arrays["labels"].tobytes())) == set(LABELS)
