"""Rasa's agent, spoken to: a message and a conversation's state go in, a reply and how it was read come out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.domain import Domain

from bot.answers.choice_ids import ChoiceMeaning, Choices
from bot.messages import LONGEST_MESSAGE, Message, Reply
from bot.rasa_adapter.message_processor import Processor
from bot.rasa_adapter.nlg import AnswerGenerator
from bot.rasa_adapter.tracker_store import CompactTrackerStore, exchange
from bot.storage.conversations import StoredTurn
from nlu.dialogue.state import Reading
from nlu.rasa_adapter.components import ARRIVED, CHOICE, SPOKEN, TODAY

_ANYBODY = "adviser"
"""Every conversation, to Rasa."""

# What is pasted with its tags says nothing by them, and misleads the classifier.
_MARKUP = re.compile(r"</?[a-zA-Z!][^<>]*>")


class _Capture(OutputChannel):  # type: ignore[misc]
    """Takes the reply from Rasa as it is, without turning it into a channel's form."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    @classmethod
    def name(cls) -> str:
        """Rasa's name of the channel."""
        return "aiguilleur"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:  # noqa: ARG002
        """Rasa calls this for each answer."""
        self.replies.append(Reply.from_data(message["custom"]["reply"]))


@dataclass(frozen=True)
class Said:
    """A message as the agent gets it; `choice` where it is a click, `metadata` as the reading gets it.

    `unread` names what is said of a message that is not read; None where it is.
    """

    text: str
    choice: ChoiceMeaning | None
    metadata: dict[str, Any]
    unread: str | None

    @classmethod
    def of(cls, message: Message, choices: Choices, on: date | None = None) -> Said:
        """A message; `on` is what counts as today."""
        text = clean(message.text)
        choice = choices.meaning(text)
        unread = None
        if len(text) > LONGEST_MESSAGE:
            unread = "trop_long"
        elif not text:
            unread = "vide"
        elif choice is None and choices.looks_like_one(text):
            unread = "choix_perime"
        return cls(text, choice, _metadata(message, choice, on), unread)

    @classmethod
    def alone(cls, message: Message) -> Said:
        """A message that is no click: it belongs to no conversation."""
        return cls(clean(message.text), None, _metadata(message, None, None), None)


async def speak(agent: Agent, said: Said, turn: StoredTurn) -> tuple[Reply | None, Reading | None]:
    """The agent's reply and how it read the message; the state is found in the turn, and left there.

    Rasa may send several answers in a turn; the first that speaks for itself is the turn's reply.
    """
    capture = _Capture()
    # Rasa gets no identifier: it writes them into its logs.
    message = UserMessage(
        said.text, capture, _ANYBODY, metadata=said.metadata, input_channel=turn.conversation_key.channel
    )
    with exchange(turn) as exchanged:
        await agent.processor.handle_message(message)
    return (capture.replies[0] if capture.replies else None), exchanged.reading


def _metadata(message: Message, choice: ChoiceMeaning | None, on: date | None) -> dict[str, Any]:
    """What the reading gets beside the text."""
    metadata: dict[str, Any] = {SPOKEN: message.language}
    if message.territory:
        metadata[ARRIVED] = msgspec.to_builtins(message.territory)
    if choice:
        metadata[CHOICE] = {"question": choice.question, "facts": choice.facts}
    if on:
        metadata[TODAY] = on.isoformat()
    return metadata


@lru_cache(maxsize=1)
def trained_agent(model: Path) -> Agent:
    """Rasa's agent with a trained model, once a process; a process that will fork loads it for all."""
    agent = Agent(generator=AnswerGenerator(), tracker_store=CompactTrackerStore(Domain.empty()))
    agent.processor = Processor(model, agent.tracker_store, agent.lock_store, agent.nlg)
    agent.domain = agent.tracker_store.domain = agent.processor.domain
    return agent


def clean(text: str) -> str:
    """A message without control characters or markup, and never a command: Rasa would obey "/restart"."""
    kept = "".join(
        character if character in "\n\t" or unicodedata.category(character)[0] != "C" else " " for character in text
    )
    kept = _MARKUP.sub(" ", kept)
    return kept.strip().lstrip("/").strip()
