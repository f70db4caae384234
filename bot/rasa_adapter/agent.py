"""One turn through Rasa's agent: a user message and the stored state in, a reply and its interpretation out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.domain import Domain

from bot.answers.choice_ids import Choices
from bot.answers.text_ids import OwnText
from bot.content.exchange import Exchange
from bot.messages import LONGEST_MESSAGE, Message
from bot.rasa_adapter.message_processor import Processor
from bot.rasa_adapter.model_file import ModelError, check_model
from bot.rasa_adapter.nlg import AnswerGenerator
from bot.rasa_adapter.tracker_store import CompactTrackerStore
from bot.storage.conversations import StoredTurn
from nlu.dialogue.context import ChoiceMeaning, UtteranceContext
from nlu.encoder.sentence_encoder import sentence_encoder
from nlu.text import fold

_log = structlog.get_logger()

_UTTER = "utter_"
"""Before the name of an answer, where Rasa names what it may do."""

_RASA_DEFAULT = "utter_default"
"""What Rasa says where no rule fits: no answer of the maintainers'."""

_ANYBODY = "adviser"
"""Every conversation, to Rasa."""

# What is pasted with its tags says nothing by them, and misleads the classifier.
_MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|</?[a-zA-Z!][^<>]*>", re.DOTALL | re.IGNORECASE)
"""Tags; of a script or a style sheet also what is in it, which is not said to anybody."""


class _NoChannel(OutputChannel):  # type: ignore[misc]
    """Where Rasa sends texts: nowhere, for the exchange has the reply whole."""

    @classmethod
    def name(cls) -> str:
        """Rasa's name of the channel."""
        return "aiguilleur"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Rasa calls this for each answer."""


@dataclass(frozen=True)
class AgentInput:
    """A user message as the agent gets it: cleaned text, the button clicked if any, and what the channel knows."""

    text: str
    choice: ChoiceMeaning | None
    context: UtteranceContext

    @classmethod
    def of(cls, message: Message, choices: Choices, on: date | None = None) -> AgentInput:
        """A message of a conversation; `on` is what counts as today."""
        text = clean(message.text)
        choice = choices.meaning(text)
        return cls(text, choice, _context(message, choice, on))

    @classmethod
    def alone(cls, message: Message) -> AgentInput:
        """A message that belongs to no conversation, and so is no click."""
        return cls(clean(message.text), None, _context(message, None, None))


def rejection(agent_input: AgentInput, choices: Choices) -> OwnText | None:
    """The text that answers a message that must not reach Rasa; None if it may."""
    # As it is read: one sign may stand for many.
    if len(agent_input.text) > LONGEST_MESSAGE or len(fold(agent_input.text)) > LONGEST_MESSAGE:
        return OwnText.TOO_LONG
    if not agent_input.text:
        return OwnText.EMPTY
    expired = agent_input.choice is None and choices.looks_like_one(agent_input.text)
    return OwnText.EXPIRED_CHOICE if expired else None


async def take_turn(agent: Agent, agent_input: AgentInput, exchange: Exchange, turn: StoredTurn) -> None:
    """Take a turn in the exchange under way: Rasa finds the state in the turn, and leaves there the next one.

    Args:
        agent: of a trained model.
        agent_input: the message.
        exchange: the one under way; afterwards it has the interpretation and, unless there is none, the reply.
        turn: as it was read from the storage.
    """
    exchange.begin(turn, agent_input.context)
    # Rasa gets no identifier: it writes them into its logs.
    channel = turn.conversation_key.channel
    await agent.processor.handle_message(UserMessage(agent_input.text, _NoChannel(), _ANYBODY, input_channel=channel))


def _context(message: Message, choice: ChoiceMeaning | None, on: date | None) -> UtteranceContext:
    return UtteranceContext(
        today=on or date.today(),
        choice=choice,
        language=message.language,
        place=message.territory,
        edited=message.edited,
    )


@lru_cache(maxsize=1)
def trained_agent(model: Path) -> Agent:
    """Rasa's agent with a trained model, once a process; a process that will fork loads it for all.

    Raises:
        EncoderError: the encoder is missing, damaged or wrong on this processor.
        ModelError: the model is missing, damaged, or of another version.
    """
    check_model(model)
    sentence_encoder()  # what is wrong with it, Rasa would tell in its own way
    agent = Agent(generator=AnswerGenerator(), tracker_store=CompactTrackerStore(Domain.empty()))
    try:
        agent.processor = Processor(model, agent.tracker_store, agent.lock_store, agent.nlg)
    except Exception as error:  # whatever unpickling a file meets
        _log.exception("model_not_loaded", model=model.name)
        raise ModelError(model, f"ne se charge pas ({type(error).__name__})") from error
    agent.domain = agent.tracker_store.domain = agent.processor.domain
    return agent


def answers_of(agent: Agent) -> tuple[str, ...]:
    """The names of all answers that a model may give."""
    actions = {*agent.domain.action_names_or_texts} - {_RASA_DEFAULT}
    return tuple(sorted(name.removeprefix(_UTTER) for name in actions if name.startswith(_UTTER)))


def clean(text: str) -> str:
    """A message without control characters or markup, and never a command: Rasa would obey "/restart"."""
    kept = text if text.isprintable() else "".join(map(_without_control, text))
    kept = _MARKUP.sub(" ", kept)
    return kept.strip().lstrip("/").strip()


def _without_control(character: str) -> str:
    is_kept = character.isprintable() or character in "\n\t" or unicodedata.category(character)[0] != "C"
    return character if is_kept else " "
