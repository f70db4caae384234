"""Distress: what is heard of messages by hands that nothing here learns from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.assistant.service import Assistant
from bot.rasa_adapter.training import trained_model
from bot.server.assembly import apart
from nlu.distress import Distress
from nlu.training_data.distress import DISTRESS, read_distress
from tests.evaluation.distress.measure import APART, DistressMeasure, alarms_in, calm_turns, level_of, measure
from tests.support.tables import each_row

FLOOR = Path(__file__).parent / "distress" / "floor.yml"

TELLING_WORDS = 4
"""Of a message that two people do not write alike by chance."""


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


@pytest.fixture(scope="module")
def assistant(models: Path) -> Iterator[Assistant]:
    model = trained_model(models)
    assert model is not None
    with apart(model) as found:
        yield found


@pytest.fixture(scope="module")
def found(assistant: Assistant) -> DistressMeasure:
    return measure(assistant)


def test_who_is_not_well_is_seen_as_often_as_before(found: DistressMeasure) -> None:
    floor = yaml.safe_load(FLOOR.read_text(encoding="utf-8"))
    assert 100 * found.seen >= floor["seen"], found.missed


def test_messages_without_distress_raise_no_more_alarms_than_before(found: DistressMeasure) -> None:
    floor = yaml.safe_load(FLOOR.read_text(encoding="utf-8"))
    alarmed = {kind: alarms.alarmed for kind, alarms in found.alarms.items() if alarms.alarmed}
    assert sum(map(len, alarmed.values())) <= floor["alarms"], alarmed


@pytest.mark.thorough
async def test_no_message_of_an_ordinary_conversation_raises_an_alarm(assistant: Assistant) -> None:
    assert (await alarms_in(assistant, calm_turns())).alarmed == ()


def test_nothing_is_learnt_of_a_message_kept_apart() -> None:
    learnt, kept = ({_plain(message.text) for message in read_distress(folder)} for folder in (DISTRESS, APART))
    assert len(kept) > 600
    learnt = {text for text in learnt if len(text.split()) >= TELLING_WORDS}
    assert learnt & kept == set()


@each_row("text", ["je veux mourir", "I want to kill myself", "je vais mettre fin à mes jours"])
async def test_danger_in_so_many_words_is_heard(assistant: Assistant, text: str) -> None:
    assert await level_of(assistant, text) is Distress.DANGER
