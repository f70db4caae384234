"""A question answered outside any conversation: same words, nothing of a conversation around them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.answerer import Answerer
from bot.answers.place_names import department
from bot.messages import Card
from nlu.dialogue.frames import Frame
from nlu.resources import project_programme

LANDES = department(project_programme(), "40")
TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(project_programme())


def test_all_trainings_are_answered_where_none_is_named(answerer: Answerer) -> None:
    reply = answerer.answer(Frame("organisme", {}, LANDES), "fr", TODAY)
    intro, *cards = reply.blocks
    assert intro == "Dans les Landes, selon la formation\u00a0:"
    assert [card.title for card in cards if isinstance(card, Card)] == [
        "La formation initiale, CCP1",
        "Les modules complémentaires",
        "Le titre REMN complet",
    ]
    assert reply.sources
    assert reply.answered


def test_stated_facts_choose_the_answer(answerer: Answerer) -> None:
    reply = answerer.answer(Frame("organisme", {"parcours": "titre_complet"}, LANDES), "en", TODAY)
    assert reply.paragraphs == ("For the full title in Landes, contact La Mêlée.",)


def test_day_of_the_question_is_named_and_a_day_counting_as_today_is_not(answerer: Answerer) -> None:
    earlier = date(2024, 2, 1)
    course = {"parcours": "modules"}
    of_that_day = answerer.answer(Frame("organisme", course, LANDES, earlier), "fr", TODAY)
    on_that_day = answerer.answer(Frame("organisme", course, LANDES), "fr", earlier)
    assert "1 février 2024" in of_that_day.paragraphs[0].replace("\u00a0", " ").replace("1er", "1")
    assert of_that_day.paragraphs[1:] == on_that_day.paragraphs


def test_a_fact_that_is_missing_is_asked_for(answerer: Answerer) -> None:
    reply = answerer.answer(Frame("organisme", {"parcours": "titre_complet"}, None), "fr", TODAY)
    assert reply.outcome == "ask"
