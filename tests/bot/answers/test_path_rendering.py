"""The path in words: a line for each stage, the details of the next one, and texts that suit adviser and employer."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.answerer import Answerer
from bot.answers.path_rendering import RenderedPath
from bot.messages import PathStep, PathSteps, Reply
from nlu.dialogue.frames import Frame
from nlu.resources import project_programme
from tests.support.tables import each_row

TODAY = date(2026, 11, 27)
SIDES = [{"pour_qui": "autre", "situation": situation} for situation in ("recrute", "en_initiale", "initiale_finie")]


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(project_programme())


def path(answerer: Answerer, language: str = "fr", **facts: str) -> tuple[Reply, RenderedPath]:
    return answerer.path(Frame("mon_parcours", facts, None), language, TODAY)


def test_only_the_next_stage_is_told_in_full_in_a_reply(answerer: Answerer) -> None:
    reply, rendered = path(answerer, situation="en_initiale")
    _, path_block, *_ = reply.blocks
    assert isinstance(path_block, PathSteps)
    assert rendered.next
    assert [step.line for step in path_block.steps] == [stage.line for stage in rendered.stages]
    assert [step for step in path_block.steps if step.is_next or step.details] == [
        PathStep(rendered.next.line, (*rendered.next.details, *rendered.next.in_practice), is_next=True)
    ]


def test_page_tells_of_every_stage_that_is_not_done(answerer: Answerer) -> None:
    _, rendered = path(answerer, situation="en_initiale")
    assert [bool(stage.details) for stage in rendered.stages] == [False, True, True, True, True, True]


@each_row("facts", SIDES)
def test_employer_is_not_addressed_as_the_adviser(answerer: Answerer, facts: dict[str, str]) -> None:
    reply, rendered = path(answerer, **facts)
    shown = " ".join([*reply.paragraphs, *(text for stage in rendered.stages for text in (stage.line, *stage.details))])
    assert not any(word in shown for word in ("votre ", "vous êtes", "êtes-vous", "avez-vous", "Avez-vous"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_reply_asks_one_question_at_most(answerer: Answerer, language: str) -> None:
    for facts in ({}, {"situation": "recrute"}, {"situation": "initiale_finie"}, {"examen_ccp1": "echoue"}):
        reply, _ = path(answerer, language, **facts)
        assert " ".join(reply.paragraphs).count("?") <= 1


def test_path_before_the_reform_is_what_there_was_then(answerer: Answerer) -> None:
    reply = answerer.answer(Frame("mon_parcours", {}, None), "fr", date(2023, 5, 1))
    assert reply.outcome == "reforme_avant"
    assert len(reply.blocks) == 1


def test_path_is_offered_after_the_answers_that_the_maintainers_name(answerer: Answerer) -> None:
    enrolment = answerer.answer(Frame("inscription", {"parcours": "ccp1"}, None), "fr", TODAY)
    payer = answerer.answer(Frame("financement", {"parcours": "modules"}, None), "fr", TODAY)
    assert "Mon parcours" in [choice.title for choice in enrolment.choices]
    assert "Mon parcours" not in [choice.title for choice in payer.choices]


def in_reply(answerer: Answerer, **facts: str) -> str:
    reply = answerer.answer(Frame("mon_parcours", facts, None), "fr", TODAY)
    return "\n".join((reply.text, *reply.notices)).replace("\u00a0", " ")


def test_path_with_the_title_says_that_the_title_was_replaced(answerer: Answerer) -> None:
    assert "le titre REMN a été remplacé en juillet 2025" in in_reply(answerer, situation="initiale_finie")


def test_payer_is_told_for_both_years_of_entry_until_that_is_said(answerer: Answerer) -> None:
    both = "deux la première année, pour une entrée en 2025 ou après"
    assert both in in_reply(answerer, situation="initiale_finie", module_deja_paye="aucun")
    assert both not in in_reply(answerer, situation="initiale_finie", module_deja_paye="aucun", entree="avant_2025")
