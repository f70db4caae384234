"""A turn of the studio: the assistant's way through Rasa, from a state in memory. Nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.answers.text_ids import OwnText
from bot.content.active import ActiveContent
from bot.content.loading import Content
from bot.messages import LONGEST_MESSAGE, Message, Reply
from bot.storage.conversations import StoredTurn
from bot.storage.identifiers import ConversationKey
from nlu.dialogue.decisions import Part
from nlu.dialogue.frames import Frame
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DEFAULT_LANGUAGE, DialogueState
from nlu.intents import ABOUT_LAST_ANSWER

if TYPE_CHECKING:
    from rasa.core.agent import Agent


@dataclass(frozen=True)
class Attempt:
    """A message that a maintainer tries.

    Attributes:
        text: the message, or a choice's id.
        shown: what was typed or pressed.
        state: the conversation before it; None at the start.
        after: what was shown of the message before; None at the start.
        language: used if the message does not show its own.
        hub: the hub of the page.
        on: the day that counts as today.
    """

    text: str
    shown: str
    state: bytes | None = None
    after: str | None = None
    language: str | None = None
    hub: str | None = None
    on: date | None = None


@dataclass(frozen=True)
class AttemptOutcome:
    """The outcome of an attempt.

    Attributes:
        reply: the reply.
        interpretation: None if the message was not read (empty, too long).
        before: the dialogue state before it.
        questions: the questions decided on, each with its decisions.
        state: the conversation after it.
        today: the day that counted as today.
    """

    reply: Reply
    interpretation: Interpretation | None
    before: DialogueState
    questions: tuple[tuple[Frame, tuple[Part, ...]], ...]
    state: bytes | None
    today: date


async def rehearse(agent: Agent, content: Content, attempt: Attempt) -> AttemptOutcome:
    """Take a turn with a model and content."""
    from bot.rasa_adapter.agent import AgentInput, rejection, take_turn
    from bot.rasa_adapter.tracker_store import remembered

    hub = content.hubs.get(attempt.hub or "")
    territory = hub.territory if hub else None
    language = attempt.language or DEFAULT_LANGUAGE
    today = attempt.on or date.today()
    answerer, before = content.answerer, remembered(attempt.state)
    received = AgentInput.of(Message("", attempt.text, "web", language, territory), answerer.choices, attempt.on)
    if text := rejection(received, answerer.choices):
        reply = answerer.say(text, before.language or language, {"limite": LONGEST_MESSAGE})
        return AttemptOutcome(reply, None, before, (), attempt.state, today)
    turn = StoredTurn(ConversationKey("web", ("",)), state=attempt.state)
    with ActiveContent(content).message(begins=True) as exchange:
        await take_turn(agent, received, exchange, turn)
    interpretation = exchange.interpretation
    reply = exchange.reply or answerer.say(OwnText.FAILURE, before.language or language)
    questions = tuple(
        (question, tuple(answerer.parts(question, today))) for question in _questions(interpretation, reply)
    )
    return AttemptOutcome(reply, interpretation, before, questions, None if reply.erased else turn.kept, today)


def _questions(interpretation: Interpretation | None, reply: Reply) -> tuple[Frame, ...]:
    """The questions that a reply answers, or explains the answer of."""
    if interpretation is None:
        return ()
    if reply.question in ABOUT_LAST_ANSWER and interpretation.state.history:
        return (interpretation.state.complete(interpretation.state.history[0]),)
    return interpretation.frames
