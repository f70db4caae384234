"""The delivery of replies: part by part, each recorded before the next, so that a restart goes on where it stopped.

TelegramError
└── ChatMigrationError    each send is answered with another chat id
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.channels.telegram.keyboards import inline_keyboard
from bot.channels.telegram.rendering import MessagePart
from bot.channels.telegram.retries import write_until_done
from bot.storage.update_queue import UpdateQueue

TYPING_AFTER_SECONDS: Final = 0.3
"""After which the adviser sees that an answer is being written."""

TYPING_EVERY_SECONDS: Final = 4.5
"""Telegram shows it for five."""

MAX_MIGRATIONS: Final = 1
"""Of a chat in one send: a group becomes a supergroup once."""

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


_OUT_OF_REACH: Final = (BadRequest, ChatMigrated)
"""Of a message that is there no more: gone, too old, or left behind in a group that became a supergroup."""


class ChatMigrationError(TelegramError):
    """Telegram answers each send with yet another chat id."""


@dataclass(frozen=True)
class ChatTarget:
    """The target of an answer: a chat, its topic where it has topics, and the message to reply to, if any."""

    chat: int
    topic: int | None = None
    message: int | None = None


class Delivery:
    """Sends and edits the messages that answer an update."""

    def __init__(self, bot: Bot, queue: UpdateQueue) -> None:
        self._bot = bot
        self._queue = queue

    async def send(
        self, update: int, target: ChatTarget, parts: Sequence[MessagePart], sent: Sequence[int] = ()
    ) -> list[int]:
        """Send the parts that are not sent yet; returns the message ids of all.

        Raises:
            TelegramError: Telegram did not take a part; those before it are recorded.
        """
        messages = list(sent)
        for part in parts[len(messages) :]:
            messages.append(await self._send(target, part))
            await write_until_done(lambda: self._queue.sent(update, messages))
        return messages

    async def _send(self, target: ChatTarget, part: MessagePart) -> int:
        answered = ReplyParameters(target.message, allow_sending_without_reply=True) if target.message else None
        chat = target.chat
        for _ in range(MAX_MIGRATIONS + 1):
            try:
                message = await self._bot.send_message(
                    chat,
                    part.html,
                    parse_mode=ParseMode.HTML,
                    reply_markup=inline_keyboard(part.keyboard),
                    reply_parameters=answered,
                    message_thread_id=target.topic,
                    link_preview_options=NO_PREVIEW,
                )
            except ChatMigrated as migrated:
                # A group that became a supergroup: the answer goes there, under no message that it knows.
                chat, answered = migrated.new_chat_id, None
            else:
                return message.message_id
        raise ChatMigrationError(
            f"chat migrated {MAX_MIGRATIONS + 1} times in one send ({MAX_MIGRATIONS} allowed): "
            "the update is tried again later"
        )

    async def replace(
        self,
        update: int,
        target: ChatTarget,
        parts: Sequence[MessagePart],
        before: Sequence[int],
        sent: Sequence[int] = (),
    ) -> list[int]:
        """Replace the messages of an earlier answer: they are edited, and missing or superfluous ones sent or deleted.

        Returns the message ids of the answer.
        """
        if sent:
            # An earlier attempt was cut off, after its edits: nothing is sent before these are done.
            return await self.send(update, target, parts, sent)
        messages = []
        for message, part in zip(before, parts):  # noqa: B905  (the rest is sent or deleted below)
            if await self._edit(target.chat, message, part):
                messages.append(message)
        await self._delete(target.chat, before[len(parts) :])
        if len(messages) < min(len(before), len(parts)):
            # A message is no longer there: the whole answer is sent anew.
            await self._delete(target.chat, messages)
            return await self.send(update, target, parts)
        return await self.send(update, target, parts, messages)

    async def _delete(self, chat: int, messages: Sequence[int]) -> None:
        for message in messages:
            with suppress(*_OUT_OF_REACH):
                await self._bot.delete_message(chat, message)

    async def _edit(self, chat: int, message: int, part: MessagePart) -> bool:
        try:
            await self._bot.edit_message_text(
                part.html,
                chat,
                message,
                parse_mode=ParseMode.HTML,
                reply_markup=inline_keyboard(part.keyboard),
                link_preview_options=NO_PREVIEW,
            )
        except _OUT_OF_REACH as refused:
            return "not modified" in refused.message.lower()
        return True

    async def show(self, chat: int, message: int, keyboard: InlineKeyboardMarkup | None) -> None:
        """Change the keyboard under a message of ours; a message that is gone or too old stays as it is."""
        with suppress(*_OUT_OF_REACH):
            await self._bot.edit_message_reply_markup(chat, message, reply_markup=keyboard)

    async def acknowledge(self, callback: str, text: str | None = None) -> None:
        """Confirm a press to Telegram, with a text to show; an old press needs no confirmation."""
        with suppress(BadRequest):
            await self._bot.answer_callback_query(callback, text=text)

    @asynccontextmanager
    async def typing(self, target: ChatTarget) -> AsyncIterator[None]:
        """Show that an answer is being written, once it takes a moment."""
        task = asyncio.create_task(self._type(target))
        try:
            yield
        finally:
            task.cancel()

    async def _type(self, target: ChatTarget) -> None:
        await asyncio.sleep(TYPING_AFTER_SECONDS)
        with suppress(TelegramError):
            while True:
                await self._bot.send_chat_action(target.chat, ChatAction.TYPING, message_thread_id=target.topic)
                await asyncio.sleep(TYPING_EVERY_SECONDS)
