"""The assistant: a message in, a reply out, the same for every channel. Rasa's agent is behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from pathlib import Path
from weakref import WeakKeyDictionary

import msgspec
import structlog
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.answers.privacy import with_kept
from bot.answers.text_ids import OwnText
from bot.assistant.errors import own_errors
from bot.assistant.locks import InProcessLockStore, RedisLockStore
from bot.assistant.turn_log import count_failure, observed
from bot.assistant.unanswered import unanswered
from bot.content.active import ActiveContent
from bot.content.exchange import Exchange
from bot.content.loading import Content, project_content
from bot.messages import LONGEST_MESSAGE, Channel, Message, Reply
from bot.rasa_adapter.agent import AgentInput, clean, rejection, take_turn, trained_agent
from bot.rasa_adapter.tracker_store import remembered
from bot.storage.conversations import StoredTurn
from bot.storage.erasure import Receipt, receipt_number
from bot.storage.errors import TurnConflict
from bot.storage.feedback import Opinion
from bot.storage.identifiers import ConversationKey
from bot.storage.stores import Stores
from nlu.dialogue.context import ChoiceMeaning, UtteranceContext
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DEFAULT_LANGUAGE, DialogueState
from nlu.entities.model import StatedPlace

_log = structlog.get_logger()

ATTEMPTS = 3
"""Attempts at a turn, if another one was written meanwhile or the database went away."""

PAUSE_SECONDS = 0.3
"""Pause before the second attempt if the database went away; twice as long before the third."""

_WARM_UP = "which organisation for Landes?"


class Assistant:
    """Answers messages. Build it with :func:`bot.server.assembly.assemble`; one for a process."""

    def __init__(
        self,
        agent: Agent,
        stores: Stores,
        locks: InProcessLockStore | RedisLockStore,
        current: ActiveContent | None = None,
    ) -> None:
        """Keep what a process is assembled of; channels use only the assistant's methods.

        Args:
            agent: Rasa's agent.
            stores: what is kept.
            locks: one lock for each conversation.
            current: the content to answer with; by default, the project's files.
        """
        self.stores = stores
        self.locks = locks
        self._current = current or ActiveContent(project_content())
        # Agents of earlier contents stay as long as their messages are under way.
        self._agents: WeakKeyDictionary[Content, Agent] = WeakKeyDictionary({self._current.latest: agent})

    @classmethod
    def load(
        cls,
        model: Path,
        stores: Stores,
        locks: InProcessLockStore | RedisLockStore,
        current: ActiveContent | None = None,
    ) -> Assistant:
        """Load a trained model, with the extensions that `endpoints.yml` names for Rasa's own tools."""
        return cls(trained_agent(model), stores, locks, current)

    def on(self, stores: Stores, locks: InProcessLockStore | RedisLockStore) -> Assistant:
        """An assistant with the same model and the project's files, on other stores and locks."""
        return Assistant(self._agent, stores, locks)

    @property
    def _agent(self) -> Agent:
        """The agent of the content in use; the latest content's if that one was pinned elsewhere."""
        return self._agents.get(self.content) or self._agents[self._current.latest]

    @property
    def content(self) -> Content:
        """The content to answer with: the turn's during a turn, else the next one's."""
        return self._current.content

    def use(self, content: Content, agent: Agent | None = None) -> None:
        """Answer with this content from the next message on; messages under way keep their content and agent.

        Args:
            content: loaded and checked before.
            agent: the agent of a newly trained model, by :func:`bot.rasa_adapter.agent.trained_agent`; by default, the
                same as before.
        """
        self._agents[content] = agent or self._agents[self._current.latest]
        self._current.use(content)

    @observed
    async def reply(self, message: Message, *, on: date | None = None) -> Reply:
        """Answer a message; messages of one conversation are answered in order.

        A message whose id was answered before gets the same reply, and nothing else happens.
        """
        with self._current.message(begins=False, hub=message.hub) as exchange:
            return await self._reply(message, exchange, on)

    async def _reply(self, message: Message, exchange: Exchange, on: date | None) -> Reply:
        choices = exchange.content.answerer.choices
        agent_input = AgentInput.of(message, choices, on)
        if text := rejection(agent_input, choices):
            return self.content.answerer.say(text, await self.language(message), {"limite": LONGEST_MESSAGE})
        conversation_key = self._conversation_key(message)
        taken = partial(self._turn, self._agent, agent_input, exchange, conversation_key, message.id)
        try:
            async with self.locks.lock(conversation_key.id):
                reply = await self._in_turn(taken)
        except Exception as error:
            count_failure(error)
            reply = None
        # In the channel's language: the conversation's is in the database, which may be what failed.
        return reply or self.content.answerer.say(OwnText.FAILURE, message.language or DEFAULT_LANGUAGE)

    @observed
    async def answer_alone(self, message: Message) -> Reply:
        """Answer a message outside any conversation: nothing before it counts, nothing of it is kept."""
        message = msgspec.structs.replace(message, text=clean(message.text)[:LONGEST_MESSAGE])
        with self._current.message(begins=False, hub=message.hub) as exchange:
            try:
                reply = await self._answer_apart(message, exchange)
            except Exception as error:
                count_failure(error)
                reply = None
            return reply or self.content.answerer.say(OwnText.FAILURE, message.language or DEFAULT_LANGUAGE)

    async def given(self, channel: Channel, conversation: str, message: str) -> Reply | None:
        """The reply to an earlier message, by its id; None if it is no longer kept.

        Raises:
            Unavailable: the database does not answer.
        """
        with own_errors():
            return await self._given(self.stores.identifiers.conversation(channel, conversation), message)

    async def _given(self, conversation_key: ConversationKey, message: str) -> Reply | None:
        stored = (await self.stores.turns.begin(conversation_key, message)).given
        return Reply.unpacked(stored) if stored else None

    async def rate(
        self,
        channel: Channel,
        conversation: str,
        message: str,
        *,
        useful: bool,
        reason: str | None = None,
        text: str | None = None,
        hub: str | None = None,
    ) -> Reply | None:
        """Keep an opinion on the reply to a message, in place of an earlier one.

        Args:
            channel: the channel.
            conversation: its id of the conversation.
            message: the id of the message.
            useful: whether the reply was useful.
            reason: why it was not.
            text: the adviser's words, masked before they are kept.
            hub: id of the hub whose page or link the adviser came by.

        Returns:
            The reply; None if it is no longer kept or answers no question of the programme: then nothing is kept.

        Raises:
            Busy: turns of the conversation do not end.
            Unavailable: the database does not answer.
        """
        # In a turn: the reply may be about to be erased, or the same opinion may come twice.
        async with self._in_order(channel, conversation) as conversation_key:
            reply = await self._given(conversation_key, message)
            if reply is None or not reply.rateable:
                return None
            opinion = Opinion(useful, reply.question, reply.outcome, reply.trace, reason, text, hub)
            await self.stores.feedback.give(conversation_key, opinion)
        return reply

    async def note(
        self, channel: Channel, conversation: str, message: str, *, reason: str | None = None, text: str | None = None
    ) -> bool:
        """Add a reason or the adviser's words to the opinion on the reply to a message.

        Returns:
            Whether it was added; False where the reply or the opinion is no longer kept.

        Raises:
            Busy: turns of the conversation do not end.
            Unavailable: the database does not answer.
        """
        async with self._in_order(channel, conversation) as conversation_key:
            reply = await self._given(conversation_key, message)
            if reply is None or not reply.trace:
                return False
            return await self.stores.feedback.complete(conversation_key, reply.trace, reason=reason, text=text)

    @asynccontextmanager
    async def _in_order(self, channel: Channel, conversation: str) -> AsyncIterator[ConversationKey]:
        """Wait for the conversation's turns under way, and hold back those that come."""
        conversation_key = self.stores.identifiers.conversation(channel, conversation)
        with own_errors():
            async with self.locks.lock(conversation_key.id):
                yield conversation_key

    async def health(self) -> dict[str, bool]:
        """Whether the parts outside the process answer, by name: database and locks."""
        database, locks = await asyncio.gather(self.stores.database.healthy(), self.locks.healthy())
        return {"database": database, "locks": locks}

    async def language(self, message: Message) -> str:
        """The language of a conversation, else of its channel."""
        return (await self._state(message)).language or message.language or DEFAULT_LANGUAGE

    async def place(self, message: Message) -> StatedPlace | None:
        """The place of a conversation's adviser, if known."""
        return (await self._state(message)).place

    async def topic(self, message: Message) -> ChoiceMeaning | None:
        """The topic of a conversation's last answer, as the click that asks it; None without an answer."""
        last = (await self._state(message)).last
        return ChoiceMeaning(last.question, last.facts) if last else None

    async def _state(self, message: Message) -> DialogueState:
        """The state of a conversation; a new state if it cannot be read."""
        try:
            return remembered((await self.stores.turns.begin(self._conversation_key(message))).state)
        except SQLAlchemyError:
            _log.exception("conversation_not_read")
            return DialogueState()

    async def _in_turn(self, take: Callable[[], Awaitable[Reply | None]]) -> Reply | None:
        """Take a turn, again if another one was written meanwhile or the database went away."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await take()
            except TurnConflict:
                _log.warning("turn_conflict", attempt=attempt)
            except DBAPIError as error:
                if not error.connection_invalidated or attempt == ATTEMPTS:
                    raise
                _log.warning("database_went_away", attempt=attempt)
                await asyncio.sleep(PAUSE_SECONDS * attempt)
        return None

    async def _turn(
        self,
        agent: Agent,
        agent_input: AgentInput,
        exchange: Exchange,
        conversation_key: ConversationKey,
        message: str | None,
    ) -> Reply | None:
        turn = await self.stores.turns.begin(conversation_key, message)
        if turn.given is not None:
            return Reply.unpacked(turn.given)
        await take_turn(agent, agent_input, exchange, turn)
        reply = exchange.reply
        if reply is None or reply.question in (OwnText.FAILURE, OwnText.DANGER):
            return reply  # nothing is kept of a danger, not even that there was one
        if reply.erased:
            return await self._erased(turn, reply.language)
        if reply.question in (OwnText.MEMORY, OwnText.MEMORY_EMPTY):
            kept, answerer = await self.stores.export.shown(conversation_key), exchange.answerer
            exchange.reply = reply = with_kept(reply, kept, answerer.programme, answerer.texts[reply.language])
        turn.reply = reply.packed() if turn.message else None
        turn.question = reply.question if reply.rateable else None
        # The text as written: with a noun in place of a first name, the mask would not recognise the surname.
        turn.unanswered = await unanswered(
            agent_input.text, agent_input.choice, exchange.interpretation, reply, self.stores.mask, exchange.hub
        )
        await self.stores.turns.end(turn)
        return reply

    async def _answer_apart(self, message: Message, exchange: Exchange) -> Reply | None:
        """The reply to a message in an anonymous conversation that is not kept."""
        turn = StoredTurn(ConversationKey(message.channel, ("",)))
        await take_turn(self._agent, AgentInput.alone(message), exchange, turn)
        return exchange.reply

    async def _erased(self, turn: StoredTurn, language: str) -> Reply:
        """Erase what is kept of the conversation, and give the number of the receipt."""
        number = receipt_number()
        reply = self.content.answerer.say(OwnText.FORGET, language, {"recu": number})
        turn.reply = reply.packed()
        await self.stores.erasure.erase(turn.conversation_key, turn, number)
        return reply

    def _conversation_key(self, message: Message) -> ConversationKey:
        return self.stores.identifiers.conversation(message.channel, message.conversation)

    async def erase(self, channel: Channel, conversation: str) -> Receipt:
        """Erase all that is kept of a conversation, at its owner's request.

        Waits for the turns under way: they would otherwise write their state after the erasure.

        Raises:
            Busy: they do not end.
            Unavailable: the database does not answer.
        """
        async with self._in_order(channel, conversation) as conversation_key:
            return await self.stores.erasure.erase(conversation_key)

    async def leave(self, channel: Channel, conversation: str) -> None:
        """Drop a conversation that ends by itself."""
        await self.stores.erasure.leave(self.stores.identifiers.conversation(channel, conversation))

    async def understand(self, text: str, *, on: date | None = None) -> Interpretation:
        """How a message would be understood at the start of a conversation; `on` counts as today."""
        nobody = DialogueStateTracker.from_events("", [], self._agent.domain.slots)
        with self._current.message(begins=False) as exchange:
            exchange.context = UtteranceContext(today=on or date.today())
            await self._agent.processor.parse_message(UserMessage(clean(text)), nobody)
        if exchange.interpretation is None:
            raise RuntimeError("the pipeline of config.yml interprets no message")
        return exchange.interpretation

    async def warm_up(self) -> None:
        """Answer an anonymous message that is not kept: the first answer is slow."""
        with self._current.message(begins=False) as exchange:
            await self._answer_apart(Message("", _WARM_UP), exchange)

    async def stop(self) -> None:
        """Let go of the locks and the database."""
        await self.locks.close()
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.stores.close()
