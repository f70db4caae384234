"""Heads: what a message does, whose facts it names; learnt from annotated messages and kept until these change."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.classification.training_run import TrainingRun
from nlu.encoder.sentence_encoder import sentence_encoder
from nlu.entities.model import Attribution
from nlu.forms import QuestionForm
from nlu.heads.heads import FILE, EncodedMessage, Heads, context_of
from nlu.heads.labels import Context
from nlu.heads.readings import HeadsHearing, form_of, goes_on
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


def attributed(heads: Heads, text: str, words: str, fact: str) -> Attribution:
    start = text.index(words)
    hearing = HeadsHearing(encoded(heads, text), Context.START, may_be_others=True)
    return hearing.attribution(fact, start, start + len(words))


def test_my_fact_is_mine(heads: Heads) -> None:
    assert attributed(heads, "j'ai reçu ma convocation hier", "convocation", "convocation") is Attribution.OWN


def test_my_colleagues_fact_is_hers(heads: Heads) -> None:
    text = "ma collègue a reçu sa convocation"
    assert attributed(heads, text, "convocation", "convocation") is Attribution.OTHERS


def test_what_is_supposed_is_not_so(heads: Heads) -> None:
    text = "et si j'avais ma convocation, je pourrais m'inscrire ?"
    assert attributed(heads, text, "convocation", "convocation") is Attribution.SUPPOSED


def test_a_fact_that_no_message_is_annotated_with_is_nobodys(heads: Heads) -> None:
    assert attributed(heads, "en formation continue", "continue", "cadre") is Attribution.NOBODYS


@each_row(
    ("text", "form"),
    [
        ("qui paie la formation ?", QuestionForm.WHO),
        ("c'est obligatoire ?", QuestionForm.YES_NO),
        ("combien d'heures ça dure ?", QuestionForm.HOW_MUCH),
        ("why is it compulsory?", QuestionForm.WHY),
    ],
)
def test_form_of_a_question_is_heard(heads: Heads, text: str, form: QuestionForm) -> None:
    assert form_of(encoded(heads, text).message(Context.START)) is form


def test_message_without_words_has_no_form(heads: Heads) -> None:
    assert form_of(encoded(heads, "").message(Context.START)) is QuestionForm.NONE


def test_a_correction_goes_on_about_the_same_person(heads: Heads) -> None:
    assert goes_on(encoded(heads, "non pardon, je me suis trompé de ville").message(Context.ANSWER))


@each_row(
    ("reply", "context"),
    [("", Context.START), ("Avez-vous reçu votre convocation ? ", Context.QUESTION), ("Oui.", Context.ANSWER)],
)
def test_context_is_told_by_the_reply_before(reply: str, context: Context) -> None:
    assert context_of(reply) is context


def test_heads_are_kept_until_the_messages_change(some: list[AnnotatedMessage], tmp_path: Path) -> None:
    reports: list[str] = []
    run = TrainingRun(tmp_path, lambda step, *_: reports.append(step))
    trained_heads(some[:40], DELEXICALIZE, run)
    trained_before = len(reports)
    trained_heads(some[:40], DELEXICALIZE, run)
    assert trained_before
    assert len(reports) == trained_before
    trained_heads(some[:41], DELEXICALIZE, run)
    assert len(reports) > trained_before
    assert len(list(tmp_path.glob("heads-*"))) == 1


def test_damaged_heads_are_trained_anew(some: list[AnnotatedMessage], tmp_path: Path) -> None:
    run = TrainingRun(tmp_path)
    trained_heads(some[:40], DELEXICALIZE, run)
    (kept,) = tmp_path.glob(f"heads-*/{FILE}")
    kept.write_bytes(b"no heads")
    assert trained_heads(some[:40], DELEXICALIZE, run).messages.labels


def test_messages_kept_apart_are_annotated_as_the_guide_says() -> None:
    apart = Path(__file__).parents[2] / "evaluation" / "annotated"
    assert len(read_annotated(apart, ANNOTATED / LABELS_FILE)) > 1_000
