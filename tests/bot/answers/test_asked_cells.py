"""A reply begins with what is asked; what its topic says besides is behind a fold."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.answerer import Answerer
from bot.messages import Fold, Reply
from nlu.dialogue.frames import Frame
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DialogueState
from nlu.entities.model import StatedPlace
from nlu.forms import QuestionForm
from nlu.resources import project_programme
from tests.support.tables import each_row

TODAY = date(2026, 12, 7)


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(project_programme())


def answered(
    answerer: Answerer, question: str, cell: tuple[str, str] | None, place: StatedPlace | None = None, **facts: str
) -> Reply:
    frame = Frame(question, facts, place, form=QuestionForm.HOW_MUCH, cell=cell)
    return answerer.reply(Interpretation(question, "fr", DialogueState(), (frame,)), question, on=TODAY)


@each_row(
    ("question", "cell", "words"),
    [
        ("format", ("titre_complet", "rythme"), "jour par semaine"),
        ("contenu", ("titre_complet", "obligation"), "facultatif"),
    ],
)
def test_the_asked_line_comes_first_and_the_topic_behind_a_fold(answerer, question, cell, words):
    reply = answered(answerer, question, cell, parcours="titre_complet")
    without = answered(answerer, question, None, parcours="titre_complet")
    assert words in reply.paragraphs[0]
    assert reply.cells == (".".join(cell),)
    [fold] = [block for block in reply.blocks if isinstance(block, Fold)]
    assert set(without.paragraphs) <= set(fold.texts)
    assert reply.words <= 25


def test_a_text_that_says_it_first_itself_stays(answerer):
    reply = answered(answerer, "cpf", ("titre_complet", "payeur"), parcours="titre_complet")
    assert reply == answered(answerer, "cpf", None, parcours="titre_complet")


def test_a_question_back_is_still_asked_after_the_line(answerer):
    reply = answered(answerer, "organisme", ("titre_complet", "qui"), parcours="titre_complet")
    assert reply.awaits
    assert len(reply.blocks) == 2


def test_without_a_course_every_course_is_answered(answerer):
    landes = StatedPlace(("40",), "Landes")
    reply = answered(answerer, "organisme", ("modules", "qui"), landes)
    assert reply == answered(answerer, "organisme", None, landes)
