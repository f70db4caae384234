"""A message is read once, also where it is looked at before its turn, and answered in its conversation."""

from __future__ import annotations

import pytest

from bot.assistant.service import Assistant
from bot.messages import Message
from nlu.rasa_adapter.components import UtteranceClassifierComponent

ASKED = "et en Gironde ?"


@pytest.fixture
def read_texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the classifier reads, in order."""
    texts: list[str] = []
    read = UtteranceClassifierComponent._read

    def listening(component: UtteranceClassifierComponent, text: str) -> object:
        texts.append(text)
        return read(component, text)

    monkeypatch.setattr(UtteranceClassifierComponent, "_read", listening)
    return texts


async def test_a_message_that_is_looked_at_first_is_read_once(assistant: Assistant, read_texts: list[str]) -> None:
    with assistant._current.message(begins=True):
        assert (await assistant.understand(ASKED)).state.place is not None
        await assistant.reply(Message("looked-at", "quel organisme pour le titre complet dans les Landes ?"))
        answer = await assistant.reply(Message("looked-at", ASKED))
    assert read_texts.count(ASKED) == 1
    assert "Pour le titre complet en Gironde" in answer.text.replace("\xa0", " "), "it is read in its conversation"
