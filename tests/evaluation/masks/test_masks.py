"""What is personal in messages does not reach the database, and ordinary questions stay whole."""

from __future__ import annotations

from pathlib import Path

from tests.evaluation.masks import (
    HERE,
    MarkedMessage,
    MarkedText,
    in_clear,
    messages,
    ordinary_questions,
    recall,
    touched,
)
from tests.evaluation.masks.storage import recorded
from tests.support.tables import each_row

LEAST_RECALL = {"development": 0.98, "more": 0.97, "apart": 0.94}
"""What is masked must not become less than it is; the messages of "apart" were never looked at."""

MOST_TOUCHED = 0.01
SAMPLED = 4_000
"""How many questions of a source the test looks at; `python -m tests.evaluation.masks` looks at all."""

FILES = sorted(HERE.glob("*.yml"))
QUESTIONS = ordinary_questions()


def named(path: Path) -> str:
    return path.stem


@each_row("path", FILES)
def test_personal_data_of_messages_is_masked_in_the_database(path: Path) -> None:
    marked = messages(path)
    share = recall(marked, recorded([message.text for message in marked]))[""]
    assert share.total >= 250
    assert share.share >= LEAST_RECALL[path.stem]


@each_row("source", QUESTIONS)
def test_ordinary_questions_of_advisers_are_not_touched(source: str) -> None:
    texts = QUESTIONS[source]
    found, total = touched(texts[:: 1 + len(texts) // SAMPLED])
    assert total > 1_000
    assert len(found) / total <= MOST_TOUCHED, found[:40]


def test_what_stays_of_a_mark_is_told() -> None:
    message = MarkedMessage("appelez Zouzou au 06 12 34 56 78 ou 3", (MarkedText("phone", 18, 37),))
    assert [(mark.kind, words) for mark, words in in_clear(message, "appelez Zouzou au [téléphone] ou 3")] == [
        ("phone", "3")
    ]
