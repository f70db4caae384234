"""What each update of Telegram is answered with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import structlog
from telegram import Bot, CallbackQuery, ChatMemberUpdated, Update
from telegram import Message as Written
from telegram.constants import ChatMemberStatus, ChatType
from telegram.helpers import effective_message_type

from bot.assistant.service import Assistant
from bot.assistant.turn_log import FAILED
from bot.channels.telegram.command_replies import CommandReplies
from bot.channels.telegram.commands import COMMAND_BOOK
from bot.channels.telegram.delivery import ChatTarget, Delivery
from bot.channels.telegram.feedback import FeedbackButtons
from bot.channels.telegram.inline import InlineAnswers
from bot.channels.telegram.keyboards import NOTHING, chosen, keyboard_of
from bot.channels.telegram.rendering import render
from bot.channels.telegram.retries import write_until_done
from bot.channels.telegram.senders import (
    WRITTEN_BY_PEOPLE,
    Sender,
    addressee,
    from_a_program,
    language_of,
    presser,
    text_for_us,
    writer,
)
from bot.channels.telegram.storage import TelegramStorage
from bot.channels.telegram.texts import TELEGRAM_TEXTS, TelegramTexts
from bot.content.active import ActiveContent
from bot.messages import Reply
from bot.storage.identifiers import ConversationKey
from bot.storage.update_queue import ClaimedUpdate
from nlu.intents import LANGUAGE, OTHER_LANGUAGE

_IN: Final = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
_GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)

_log = structlog.get_logger()


class TurnFailed(Exception):  # noqa: N818
    """The assistant could not answer, now; the log tells why."""


class Handlers:
    """Handles updates. One for the channel; it keeps nothing between updates."""

    def __init__(self, bot: Bot, assistant: Assistant, storage: TelegramStorage, current: ActiveContent) -> None:
        self._bot = bot
        self._assistant = assistant
        self._current = current
        self._storage = storage
        self._delivery = Delivery(bot, storage.update_queue)
        self._commands = CommandReplies(assistant, current)
        self._feedback = FeedbackButtons(assistant, storage.sent_messages, self._delivery, current)
        self._inline = InlineAnswers(bot, assistant, current)

    async def handle(self, claimed: ClaimedUpdate) -> bool:
        """Answer an update; whether it had everything about its sender erased.

        Raises:
            TelegramError: Telegram did not take a part of the answer.
            TurnFailed: there is none yet.
            ClaimLost: another process handles the update.
        """
        with self._current.message(begins=True):
            return await self._handle(claimed)

    async def _handle(self, claimed: ClaimedUpdate) -> bool:
        raw = json.loads(claimed.payload)
        try:
            update = Update.de_json(raw, self._bot)
        except Exception as error:  # of a form that the library does not know: no attempt will change that
            _log.error("update_not_read", update=claimed.update, error=type(error).__name__)
            await self.give_up(claimed, read=False)
            return False
        if update.message:
            return await self._written(claimed, raw, update.message)
        if update.edited_message:
            return await self._edited(claimed, raw, update.edited_message)
        if update.callback_query:
            return await self._pressed(claimed, raw, update.callback_query)
        if update.inline_query:
            await self._inline.asked(update.inline_query, language_of(update.inline_query.from_user))
        elif update.my_chat_member:
            await self._joined(claimed, update.my_chat_member)
        return False

    async def give_up(self, claimed: ClaimedUpdate, *, read: bool = True) -> None:
        """Apologise for an update that cannot be handled, where its chat can be told.

        Args:
            claimed: the update.
            read: whether the library could read it.

        Raises:
            TelegramError: Telegram did not take the apology.
            ClaimLost: another process handles the update.
        """
        # As plain data: that it is not as documented may be why it cannot be handled.
        told = addressee(json.loads(claimed.payload))
        if told:
            target, language = told
            if not read:
                # Under no message: the library would have to read it again in what Telegram answers, and cannot.
                target = ChatTarget(target.chat)
            await self._delivery.send(
                claimed.update, target, render(self._current.content.answerer.say(FAILED, language)), claimed.sent
            )

    # Messages

    async def _written(self, claimed: ClaimedUpdate, raw: dict[str, Any], message: Written) -> bool:
        sender, keys = writer(raw, message), [str(message.message_id)]
        if message.media_group_id:
            # Each picture of an album is a message of its own; they get one answer.
            album = f"album:{message.media_group_id}"
            if not message.caption and await self._storage.sent_messages.of(self._conversation_key(sender), album):
                return False
            keys.append(album)
        async with self._delivery.typing(sender.target):
            reply = await self._reply(claimed, sender, message)
            return await self._answer(claimed, sender, reply, *keys) if reply else False

    async def _edited(self, claimed: ClaimedUpdate, raw: dict[str, Any], message: Written) -> bool:
        """Answer again, in the place of the answer to what the message said before."""
        sender = writer(raw, message)
        conversation_key, key = self._conversation_key(sender), str(message.message_id)
        # What an attempt that was cut off has sent is part of the answer already.
        before = claimed.sent or await self._storage.sent_messages.of(conversation_key, key)
        if not message.text and not message.caption:
            return False  # a position that moves, a picture changed
        async with self._delivery.typing(sender.target):
            reply = await self._reply(claimed, sender, message)
            if reply is None:
                return False
            if not before:
                return await self._answer(claimed, sender, reply, key)
            parts = render(reply, self._feedback.row(reply, claimed.update))
            sent = await self._delivery.replace(claimed.update, sender.target, parts, before, claimed.sent)
        return await self._noted(conversation_key, [key], sent, reply)

    async def _reply(self, claimed: ClaimedUpdate, sender: Sender, message: Written) -> Reply | None:
        """What a message is answered with; None where it is not for us."""
        if from_a_program(message):
            return None
        text = message.text or message.caption or ""
        call = self._current.content.of(COMMAND_BOOK).call(text, self._bot.username)
        said = text_for_us(message, self._bot.bot)
        if call is None and said is None:
            return self._unread(await self._language(sender), message) if sender.private else None
        if call is None and said:
            call = self._current.content.of(COMMAND_BOOK).call(said, self._bot.username)
        asked = sender.says(said or "", claimed.update)
        return _made(await (self._commands.reply(call, asked) if call else self._assistant.reply(asked)))

    def _unread(self, language: str, message: Written) -> Reply | None:
        """What is said of a message without words; None for what Telegram itself tells of a chat."""
        kind = effective_message_type(message)
        if (message.via_bot and message.via_bot.id == self._bot.id) or (kind and kind not in WRITTEN_BY_PEOPLE):
            return None
        return Reply(language, (self._words[language].non_lus.of(kind or ""),))

    async def _answer(self, claimed: ClaimedUpdate, sender: Sender, reply: Reply, *keys: str) -> bool:
        parts = render(reply, self._feedback.row(reply, claimed.update))
        sent = await self._delivery.send(claimed.update, sender.target, parts, claimed.sent)
        return await self._noted(self._conversation_key(sender), keys, sent, reply)

    async def _noted(
        self, conversation_key: ConversationKey, keys: Sequence[str], sent: list[int], reply: Reply
    ) -> bool:
        """Note which messages answer; not of an erasure, after which nothing is kept. Whether it was one."""
        if reply.erased:
            return True
        for key in keys:
            await write_until_done(partial(self._storage.sent_messages.note, conversation_key, key, sent))
        return False

    # Buttons

    async def _pressed(self, claimed: ClaimedUpdate, raw: dict[str, Any], query: CallbackQuery) -> bool:
        sender, data = presser(raw, query), query.data or ""
        if sender is None or data == NOTHING:
            await self._delivery.acknowledge(query.id)
            return False
        conversation_key = self._conversation_key(sender)
        if self._feedback.meant(data):
            await self._feedback.pressed(claimed, sender, conversation_key, query)
            return False
        meaning = self._current.content.answerer.choices.meaning(data)
        if meaning is None:
            language = await self._language(sender)
            await self._delivery.acknowledge(query.id, self._words[language].bouton_perime)
            return False
        await self._delivery.acknowledge(query.id)
        message = query.message.message_id if query.message else 0
        # With the words above the button: once they are others, pressing it asks something else.
        key = f"{message}:{data}:{query.message.text if isinstance(query.message, Written) else ''}"
        nobody = ConversationKey(
            "telegram", self._storage.identifiers.update("telegram", f"{sender.conversation}:{key}")
        )
        # Pressed twice before it was marked? Then, of an erasure, there is this press to wipe too.
        if await self._storage.sent_messages.of(nobody, key) is not None:
            return True
        if await self._storage.sent_messages.of(conversation_key, key) is not None:
            return False
        async with self._delivery.typing(sender.target):
            asked = sender.says(data, claimed.update)
            spoken = meaning.question == OTHER_LANGUAGE
            reply = _made(
                await (self._commands.speak(meaning.facts[LANGUAGE], asked) if spoken else self._assistant.reply(asked))
            )
            keyboard = keyboard_of(query)
            if keyboard:
                mark = self._words[reply.language].choisi
                marked = chosen(keyboard, data, mark, again=not sender.private)
                await self._delivery.show(sender.target.chat, message, marked)
            erased = await self._answer(claimed, sender, reply, key)
        if erased:
            # Pressed again it would begin a new conversation; the note names neither the old one nor its messages.
            await write_until_done(partial(self._storage.sent_messages.note, nobody, key, ()))
        return erased

    # Chats

    async def _joined(self, claimed: ClaimedUpdate, change: ChatMemberUpdated) -> None:
        """Greet a group that we were added to; note who has blocked us."""
        now, before = change.new_chat_member.status, change.old_chat_member.status
        if change.chat.type in _GROUPS and now in _IN and before not in _IN:
            language = language_of(change.from_user)
            said = self._words[language].groupe.format(robot=f"@{self._bot.username}")
            parts = render(Reply(language, (said,)))
            await self._delivery.send(claimed.update, ChatTarget(change.chat.id), parts, claimed.sent)
        elif change.chat.type == ChatType.PRIVATE and now == ChatMemberStatus.BANNED:
            _log.info("bot_blocked", update=claimed.update)

    # Common

    @property
    def _words(self) -> Mapping[str, TelegramTexts]:
        return self._current.content.of(TELEGRAM_TEXTS)

    def _conversation_key(self, sender: Sender) -> ConversationKey:
        return self._storage.identifiers.conversation("telegram", sender.conversation)

    async def _language(self, sender: Sender) -> str:
        return await self._assistant.language(sender.says(""))


def _made(reply: Reply) -> Reply:
    """A reply that was made.

    Raises:
        TurnFailed: it is the apology for one that was not. The queue has the message still: it is tried again.
    """
    if reply.question == FAILED:
        raise TurnFailed
    return reply
