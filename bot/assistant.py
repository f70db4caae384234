"""The assistant: a message in, a reply out, the same for every channel. Rasa's agent is behind it."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import structlog
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.choices import Meaning
from bot.content import Content, project_content
from bot.current import Current
from bot.generator import AnswerGenerator
from bot.graph_runner import InOrderGraphRunner
from bot.locks import InProcessLockStore, RedisLockStore
from bot.reply import LONGEST_MESSAGE, Channel, Message, Reply
from bot.storage.erasure import Receipt, receipt_number
from bot.storage.errors import TurnConflict
from bot.storage.identifiers import Identity
from bot.storage.stores import Stores
from bot.storage.turns import Turn
from bot.tracker_store import CompactTrackerStore, exchange, remembered
from bot.turns import FAILED, count_failure, told
from bot.without_answer import unanswered
from nlu.components import ARRIVED, CHOICE, READING, SPOKEN
from nlu.intents import FORGET
from nlu.memory import DEFAULT_LANGUAGE, Reading

_log = structlog.get_logger()

ATTEMPTS = 3
"""How often a turn is taken, where another one of the conversation is written meanwhile or the database goes away."""

PAUSE_SECONDS = 0.3
"""Before the second attempt where the database went away; twice that before the third."""

_WARM_UP = "which organisation for Landes?"
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
class _Said:
    """A message to take a turn with; `choice` where it is a click, `metadata` as the reading gets it.

    `agent` is the one that it came to: its turn is taken by no other.
    """

    identity: Identity
    id: str | None
    text: str
    choice: Meaning | None
    metadata: dict[str, Any]
    agent: Agent


class Assistant:
    """Answers messages. Build it with :func:`bot.assembly.assemble`; one for a process."""

    def __init__(
        self,
        agent: Agent,
        stores: Stores,
        locks: InProcessLockStore | RedisLockStore,
        current: Current | None = None,
    ) -> None:
        """`current`: what is answered with; the project's files where it is not given."""
        self._agent = agent
        self.stores = stores
        self.locks = locks
        self._current = current or Current(project_content())

    @classmethod
    def load(
        cls,
        model: Path,
        stores: Stores,
        locks: InProcessLockStore | RedisLockStore,
        current: Current | None = None,
    ) -> Assistant:
        """Load a trained model, with the extension points that `endpoints.yml` names for Rasa's own tools."""
        return cls(trained_agent(model), stores, locks, current)

    @property
    def content(self) -> Content:
        """What is answered with: in a turn its content, else that of the next one."""
        return self._current.content

    def use(self, content: Content, agent: Agent | None = None) -> None:
        """Answer with this content from the next message on; messages under way end with theirs.

        Args:
            content: loaded and checked; nothing here looks at it again.
            agent: the agent of a model that was trained meanwhile, by :func:`trained_agent`; the same where not given.
        """
        self._agent = agent or self._agent
        self._current.use(content)

    @told
    async def reply(self, message: Message, *, on: date | None = None) -> Reply:
        """Answer a message; messages of one conversation are answered in the order they came.

        A message with an id that was answered before gets the same reply; then nothing is done anew.
        """
        with self._current.message(begins=False):
            return await self._reply(message, on)

    async def _reply(self, message: Message, on: date | None) -> Reply:
        text = clean(message.text)
        if len(text) > LONGEST_MESSAGE:
            return await self._say("trop_long", message, {"limite": LONGEST_MESSAGE})
        if not text:
            return await self._say("vide", message)
        choices = self.content.answerer.choices
        choice = choices.meaning(text)
        if choice is None and choices.looks_like_one(text):
            return await self._say("choix_perime", message)
        said = _Said(self._identity(message), message.id, text, choice, _metadata(message, choice, on), self._agent)
        try:
            async with self.locks.lock(said.identity.id):
                reply = await self._in_turn(said)
        except Exception as error:
            count_failure(error)
            reply = None
        # Not by _say: the database may be what failed.
        return reply or self.content.answerer.say(FAILED, message.language or DEFAULT_LANGUAGE)

    @told
    async def answer_alone(self, message: Message) -> Reply:
        """Answer a message that belongs to no conversation: nothing before it counts, and nothing of it is kept."""
        text = clean(message.text)[:LONGEST_MESSAGE]
        with self._current.message(begins=False):
            try:
                replies = await self._answers_apart(text, message.channel, _metadata(message, None, None))
            except Exception as error:
                count_failure(error)
                replies = []
            return _joined(replies) or self.content.answerer.say(FAILED, message.language or DEFAULT_LANGUAGE)

    async def given(self, identity: Identity, message: str) -> Reply | None:
        """The reply that a message of a conversation got, by its id; None where it is no longer kept."""
        stored = (await self.stores.turns.begin(identity, message)).given
        return Reply.unpacked(stored) if stored else None

    async def language(self, message: Message) -> str:
        """The language of a conversation, else of its channel."""
        try:
            turn = await self.stores.turns.begin(self._identity(message))
            spoken = remembered(turn.state).language
        except SQLAlchemyError:
            _log.exception("language_not_read")
            spoken = None
        return spoken or message.language or DEFAULT_LANGUAGE

    async def _say(self, name: str, message: Message, values: Mapping[str, object] | None = None) -> Reply:
        """What is said of a message that is not read."""
        return self.content.answerer.say(name, await self.language(message), values)

    async def _in_turn(self, said: _Said) -> Reply | None:
        """Take a turn, and take it again where another was written meanwhile or the database went away."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._turn(said)
            except TurnConflict:
                _log.warning("turn_conflict", attempt=attempt)
            except DBAPIError as error:
                if not error.connection_invalidated or attempt == ATTEMPTS:
                    raise
                _log.warning("database_went_away", attempt=attempt)
                await asyncio.sleep(PAUSE_SECONDS * attempt)
        return None

    async def _turn(self, said: _Said) -> Reply | None:
        turn = await self.stores.turns.begin(said.identity, said.id)
        if turn.given is not None:
            return Reply.unpacked(turn.given)
        with exchange(turn) as exchanged:
            reply = _joined(await _answers(said.agent, said.text, said.identity.channel, said.metadata))
        if reply is None or reply.question == FAILED:
            return reply
        if reply.erased:
            return await self._erased(turn, reply.language)
        turn.reply = reply.packed() if turn.message else None
        turn.unanswered = unanswered(said.text, said.choice, exchanged.reading, reply, self.stores.mask)
        await self.stores.turns.end(turn)
        return reply

    async def _answers_apart(self, text: str, channel: str, metadata: dict[str, Any]) -> list[Reply]:
        """What Rasa answers in a conversation of nobody's, of which nothing is kept."""
        with exchange(Turn(Identity(channel, ("",)))):
            return await _answers(self._agent, text, channel, metadata)

    async def _erased(self, turn: Turn, language: str) -> Reply:
        """Erase what is kept of the conversation, and say under which number that is noted."""
        number = receipt_number()
        reply = self.content.answerer.say(FORGET, language, {"recu": number})
        turn.reply = reply.packed()
        await self.stores.erasure.erase(turn.identity, turn, number)
        return reply

    def _identity(self, message: Message) -> Identity:
        return self.stores.identifiers.conversation(message.channel, message.conversation)

    async def erase(self, channel: Channel, conversation: str) -> Receipt:
        """Erase all that is kept of a conversation, at its owner's request.

        After the turns under way, which would otherwise write what they remember once it is gone.

        Raises:
            LockError: they do not end.
        """
        identity = self.stores.identifiers.conversation(channel, conversation)
        async with self.locks.lock(identity.id):
            return await self.stores.erasure.erase(identity)

    async def leave(self, channel: Channel, conversation: str) -> None:
        """Drop a conversation that ends by itself."""
        await self.stores.erasure.leave(self.stores.identifiers.conversation(channel, conversation))

    async def understand(self, text: str) -> Reading:
        """How a message would be read at the start of a conversation."""
        with self._current.message(begins=False):
            parsed = await self._agent.processor.parse_message(
                UserMessage(clean(text)), DialogueStateTracker.from_events("", [], self._agent.domain.slots)
            )
        return Reading.from_data(parsed[READING])

    async def warm_up(self) -> None:
        """Answer a message of nobody's, of which nothing is kept: the first one is slow."""
        with self._current.message(begins=False):
            await self._answers_apart(_WARM_UP, "rest", {})

    async def stop(self) -> None:
        """Let go of the locks and the database."""
        await self.locks.close()
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.stores.close()


async def _answers(agent: Agent, text: str, channel: str, metadata: dict[str, Any]) -> list[Reply]:
    """What Rasa answers, in the exchange that is open."""
    capture = _Capture()
    # Rasa gets no identifier: it writes them into its logs.
    await agent.processor.handle_message(UserMessage(text, capture, _ANYBODY, metadata=metadata, input_channel=channel))
    return capture.replies


def _metadata(message: Message, choice: Meaning | None, on: date | None) -> dict[str, Any]:
    """What the reading gets beside the text."""
    metadata: dict[str, Any] = {SPOKEN: message.language}
    if message.territory:
        metadata[ARRIVED] = msgspec.to_builtins(message.territory)
    if choice:
        metadata[CHOICE] = {"question": choice.question, "facts": choice.facts}
    if on:
        metadata["on"] = on.isoformat()
    return metadata


@lru_cache(maxsize=1)
def trained_agent(model: Path) -> Agent:
    """Rasa's agent with a trained model, once a process; a process that will fork loads it for all."""
    agent = Agent.load(model, generator=AnswerGenerator(), tracker_store=CompactTrackerStore(Domain.empty()))
    processor = agent.processor
    processor.graph_runner = InOrderGraphRunner.of(processor.graph_runner, processor.model_metadata.core_target)
    # At each message Rasa builds an empty domain to compare ours with, and writes out all slots for a log nobody reads.
    processor._check_for_unseen_features = processor._log_slots = lambda _: None
    return agent


def clean(text: str) -> str:
    """A message without control characters or markup, and never a command: Rasa would obey "/restart"."""
    kept = "".join(
        character if character in "\n\t" or unicodedata.category(character)[0] != "C" else " " for character in text
    )
    kept = _MARKUP.sub(" ", kept)
    return kept.strip().lstrip("/").strip()


def _joined(replies: list[Reply]) -> Reply | None:
    """Rasa may send several answers in a turn; the first that speaks for itself is the turn's reply."""
    return replies[0] if replies else None
