"""The delivery of replies, part by part. Each part is recorded before the next, so that a restart continues there.

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
"""Delay before the adviser sees that an answer is being written."""

TYPING_EVERY_SECONDS: Final = 4.5
"""Telegram shows it for five seconds."""

MAX_MIGRATIONS: Final = 1
"""Migrations of a chat in one send: a group becomes a supergroup only once."""

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


_OUT_OF_REACH: Final = (BadRequest, ChatMigrated)
"""Errors for a message that cannot be edited: gone, too old, or left behind in a group that became a supergroup."""


class ChatMigrationError(TelegramError):
    """Telegram answers each send with another chat id."""


@dataclass(frozen=True)
class ChatTarget:
    """The target of an answer: a chat, its topic if it has topics, and the message to reply to, if any."""

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
        """Send the parts not sent yet. Returns the message ids of all parts.

        Raises:
            TelegramError: Telegram did not accept a part; those before it are recorded.
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
                # The group became a supergroup, which has none of its messages: the answer is no reply there.
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
        """Replace an earlier answer: edit its messages, send missing ones, delete superfluous ones.

        Returns:
            The message ids of the answer.
        """
        if sent:
            # An earlier attempt was interrupted, after its edits: messages are sent only after all edits.
            return await self.send(update, target, parts, sent)
        messages = []
        for message, part in zip(before, parts):  # noqa: B905  (the rest is sent or deleted below)
            if await self._edit(target.chat, message, part):
                messages.append(message)
        await self._delete(target.chat, before[len(parts) :])
        if len(messages) < min(len(before), len(parts)):
            # A message is gone: send the whole answer anew.
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
        """Change the keyboard under one of our messages, unless it is gone or too old."""
        with suppress(*_OUT_OF_REACH):
            await self._bot.edit_message_reply_markup(chat, message, reply_markup=keyboard)

    async def acknowledge(self, callback: str, text: str | None = None) -> None:
        """Confirm a press to Telegram, with a text to show; an old press needs none."""
        with suppress(BadRequest):
            await self._bot.answer_callback_query(callback, text=text)

    @asynccontextmanager
    async def typing(self, target: ChatTarget) -> AsyncIterator[None]:
        """Show that an answer is being written, if it takes more than a moment."""
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
