"""How replies go out: part by part, each noted before the next, so that a restart goes on where it was cut off."""

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

TYPING_AFTER: Final = 0.3
"""Seconds after which the adviser sees that an answer is being written."""

TYPING_LASTS: Final = 4.5
"""Seconds; Telegram shows it for five."""

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True)
class ChatTarget:
    """Where an answer goes: a chat, a topic of it where it has topics, and the message that is answered, if any."""

    chat: int
    topic: int | None = None
    message: int | None = None


class Delivery:
    """Sends and edits what answers an update."""

    def __init__(self, bot: Bot, queue: UpdateQueue) -> None:
        self._bot = bot
        self._queue = queue

    async def send(
        self, update: int, target: ChatTarget, parts: Sequence[MessagePart], sent: Sequence[int] = ()
    ) -> list[int]:
        """Send the parts that are not sent yet; gives the ids of all.

        Raises:
            TelegramError: Telegram did not take a part; those before it are noted.
        """
        messages = list(sent)
        for part in parts[len(messages) :]:
            messages.append(await self._send(target, part))
            await write_until_done(lambda: self._queue.sent(update, messages))
        return messages

    async def _send(self, target: ChatTarget, part: MessagePart) -> int:
        answered = ReplyParameters(target.message, allow_sending_without_reply=True) if target.message else None
        chat = target.chat
        for _ in range(2):
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
            except ChatMigrated as moved:
                # A group that became a supergroup: what it was answers there, under no message that it knows.
                chat, answered = moved.new_chat_id, None
            else:
                return message.message_id
        raise TelegramError("the chat moves on and on")

    async def replace(
        self,
        update: int,
        target: ChatTarget,
        parts: Sequence[MessagePart],
        before: Sequence[int],
        sent: Sequence[int] = (),
    ) -> list[int]:
        """Make messages of ours say something else: edited where there is one, sent or deleted where numbers differ."""
        if sent:
            # Cut off before: nothing is sent until the edits are done.
            return await self.send(update, target, parts, sent)
        messages = []
        for message, part in zip(before, parts):  # noqa: B905  (the rest is seen to below)
            if await self._edit(target.chat, message, part):
                messages.append(message)
        await self._delete(target.chat, before[len(parts) :])
        if len(messages) < min(len(before), len(parts)):
            # One of them is no longer there: the answer comes as a new one, whole.
            await self._delete(target.chat, messages)
            return await self.send(update, target, parts)
        return await self.send(update, target, parts, messages)

    async def _delete(self, chat: int, messages: Sequence[int]) -> None:
        for message in messages:
            with suppress(BadRequest):  # gone already, or too old to be deleted
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
        except BadRequest as refused:
            return "not modified" in refused.message.lower()
        return True

    async def show(self, chat: int, message: int, keyboard: InlineKeyboardMarkup | None) -> None:
        """Change the keyboard under a message of ours; one that is gone or too old stays as it is."""
        with suppress(BadRequest):
            await self._bot.edit_message_reply_markup(chat, message, reply_markup=keyboard)

    async def acknowledge(self, callback: str, text: str | None = None) -> None:
        """Tell Telegram that a press was seen; one that is too old needs no telling."""
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
        await asyncio.sleep(TYPING_AFTER)
        with suppress(TelegramError):
            while True:
                await self._bot.send_chat_action(target.chat, ChatAction.TYPING, message_thread_id=target.topic)
                await asyncio.sleep(TYPING_LASTS)
