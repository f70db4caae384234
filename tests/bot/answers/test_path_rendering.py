"""The path in words: a line for each stage, the details of the next one, and texts that suit adviser and employer."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.answerer import Answerer
from bot.answers.path_rendering import RenderedPath
from bot.messages import PathStep, PathSteps, Reply
from nlu.dialogue.frames import Frame
from nlu.resources import project_programme

TODAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(project_programme())


def path(answerer: Answerer, language: str = "fr", **facts: str) -> tuple[Reply, RenderedPath]:
    return answerer.path(Frame("mon_parcours", facts, None), language, TODAY)


def test_only_the_next_stage_is_told_in_full_in_a_reply_and_all_that_are_not_done_on_a_page(answerer: Answerer) -> None:
    reply, rendered = path(answerer, situation="en_initiale")
    _, path_block, *_ = reply.blocks
    assert isinstance(path_block, PathSteps)
    assert rendered.next
    assert [step.line for step in path_block.steps] == [stage.line for stage in rendered.stages]
    assert [step for step in path_block.steps if step.is_next or step.details] == [
        PathStep(rendered.next.line, (*rendered.next.details, *rendered.next.in_practice), is_next=True)
    ]
    assert [bool(stage.details) for stage in rendered.stages] == [False, True, True, True, True, True]
