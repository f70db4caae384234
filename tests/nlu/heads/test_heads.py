"""Heads: whose facts a message names, and whether they are so; learnt from messages and kept until these change."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.classification.training_run import TrainingRun
from nlu.encoder.sentence_encoder import sentence_encoder
from nlu.entities.model import Attribution
from nlu.heads.heads import FILE, EncodedMessage, Heads, context_of
from nlu.heads.labels import Context
from nlu.heads.readings import HeadsHearing
from nlu.heads.training import trained_heads
from nlu.resources import project_resources
from nlu.training_data.annotated import ANNOTATED, LABELS_FILE, AnnotatedMessage, read_annotated
from tests.support.tables import each_row

DELEXICALIZE = project_resources().delexicalizer


@pytest.fixture(scope="module")
def some() -> list[AnnotatedMessage]:
    """A part of the annotated messages, of several hands."""
    return read_annotated()[::4]


@pytest.fixture(scope="module")
def heads(some: list[AnnotatedMessage]) -> Heads:
    return Heads().fit(some, DELEXICALIZE)


def encoded(heads: Heads, text: str) -> EncodedMessage:
    delexicalized = DELEXICALIZE.delexicalized(text)
    return EncodedMessage(heads, delexicalized, sentence_encoder().encode(delexicalized.text))


@each_row(
    ("text", "words", "fact", "whose"),
    [
        ("j'ai reçu ma convocation hier", "convocation", "convocation", Attribution.OWN),
        ("ma collègue a reçu sa convocation", "convocation", "convocation", Attribution.OTHERS),
        ("et si j'avais ma convocation, je ferais quoi ?", "convocation", "convocation", Attribution.SUPPOSED),
        ("en formation continue", "continue", "cadre", Attribution.NOBODYS),
    ],
)
def test_fact_is_of_whom_the_message_says(heads: Heads, text: str, words: str, fact: str, whose: Attribution) -> None:
    start = text.index(words)
    hearing = HeadsHearing(encoded(heads, text), Context.START, may_be_others=True)
    assert hearing.attribution(fact, start, start + len(words)) is whose


@each_row(
    ("reply", "context"),
    [("", Context.START), ("Avez-vous reçu votre convocation ? ", Context.QUESTION), ("Oui.", Context.ANSWER)],
)
def test_context_is_told_by_the_reply_before(reply: str, context: Context) -> None:
    assert context_of(reply) is context


def test_heads_are_kept_until_the_messages_change_or_the_file_is_damaged(
    some: list[AnnotatedMessage], tmp_path: Path
) -> None:
    steps: list[str] = []

    def is_trained(count: int) -> bool:
        steps.clear()
        trained_heads(some[:count], DELEXICALIZE, TrainingRun(tmp_path, lambda step, *_: steps.append(step)))
        return bool(steps)

    assert [is_trained(count) for count in (40, 40, 41)] == [True, False, True]
    (kept,) = tmp_path.glob(f"heads-*/{FILE}")
    kept.write_bytes(b"no heads")
    assert is_trained(41)


def test_messages_kept_apart_are_annotated_as_the_guide_says() -> None:
    apart = Path(__file__).parents[2] / "evaluation" / "annotated"
    assert len(read_annotated(apart, ANNOTATED / LABELS_FILE)) > 1_000
