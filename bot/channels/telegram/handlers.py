"""Handlers of Telegram's updates: each update is answered by its kind."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import msgspec
import structlog
from telegram import Bot, CallbackQuery, ChatMemberUpdated, Update
from telegram import Message as TelegramMessage
from telegram.constants import ChatMemberStatus, ChatType
from telegram.helpers import effective_message_type

from bot.answers.choice_ids import choice_id
from bot.answers.text_ids import OwnText
from bot.assistant.service import Assistant
from bot.channels.rate_limits import RateLimiter
from bot.channels.telegram import department_list
from bot.channels.telegram.alerts import Alerts
from bot.channels.telegram.command_replies import CommandReplies
from bot.channels.telegram.commands import COMMAND_BOOK, START, UNKNOWN, Call
from bot.channels.telegram.delivery import ChatTarget, Delivery
from bot.channels.telegram.feedback import FeedbackButtons, quoted_topic
from bot.channels.telegram.groups import GroupDepartments
from bot.channels.telegram.inline import InlineAnswers
from bot.channels.telegram.keyboards import NO_ACTION, copy_buttons, inline_keyboard, keyboard_of, mark_chosen
from bot.channels.telegram.positions import department_at
from bot.channels.telegram.rendering import MessagePart, render
from bot.channels.telegram.retries import write_until_done
from bot.channels.telegram.senders import (
    WRITTEN_BY_PEOPLE,
    Sender,
    addressee_of,
    answers_us,
    budget_of,
    is_from_bot,
    is_of_another,
    language_of,
    sender_of_message,
    sender_of_press,
    text_for_us,
)
from bot.channels.telegram.storage import TelegramStorage
from bot.channels.telegram.texts import TELEGRAM_TEXTS, TelegramTexts
from bot.content.active import ActiveContent
from bot.messages import Message, Reply
from bot.storage.identifiers import ConversationKey
from bot.storage.update_queue import FIRST_OWN_UPDATE, ClaimedUpdate
from nlu.dialogue.context import ChoiceMeaning
from nlu.dialogue.state import AwaitedFact
from nlu.intents import DANGER, LANGUAGE, OTHER_LANGUAGE, SMALL_TALK, WHOLE_MESSAGE
from rules.ids import FactId

_MEMBERS: Final = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
_GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)

_BY_THEMSELVES: Final = frozenset({*SMALL_TALK, *WHOLE_MESSAGE, DANGER})
"""Intents of messages that refer to no answer, whatever they reply to ("merci")."""

_log = structlog.get_logger()


class TurnFailed(Exception):  # noqa: N818
    """The assistant could not answer now; its own log line has the cause."""


class Handlers:
    """Handles updates for the whole channel, without state between them."""

    def __init__(
        self,
        bot: Bot,
        assistant: Assistant,
        storage: TelegramStorage,
        current: ActiveContent,
        limits: RateLimiter,
    ) -> None:
        self._limits = limits
        self._bot = bot
        self._assistant = assistant
        self._current = current
        self._storage = storage
        self._delivery = Delivery(bot, storage.update_queue)
        self._alerts = Alerts(assistant, storage, self._delivery, current)
        self._commands = CommandReplies(assistant, self._alerts, current)
        self._groups = GroupDepartments(bot, assistant, storage.identifiers, storage.group_places, current)
        self._feedback = FeedbackButtons(assistant, storage.sent_messages, self._delivery, current)
        self._inline = InlineAnswers(bot, assistant, current)

    async def handle(self, claimed: ClaimedUpdate) -> bool:
        """Answer an update; returns whether everything about its sender was erased.

        Raises:
            TelegramError: Telegram did not accept a part of the answer.
            TurnFailed: the assistant has no answer yet.
            AssistantError: the conversation is busy, or the database does not answer.
            TooManyRequests: its sender has reached the limit of characters per minute.
            ClaimLost: another process handles the update.
        """
        with self._current.message(begins=True):
            return await self._handle(claimed)

    async def _handle(self, claimed: ClaimedUpdate) -> bool:
        if claimed.update >= FIRST_OWN_UPDATE:
            await self._alerts.send(claimed)
            return False
        raw = json.loads(claimed.payload)
        try:
            update = Update.de_json(raw, self._bot)
        except Exception as error:  # unknown to the library: further attempts would fail too
            _log.error("update_not_read", update=claimed.update, error=type(error).__name__)
            await self.give_up(claimed, read=False)
            return False
        if update.message:
            return await self._on_message(claimed, raw, update.message)
        if update.edited_message:
            return await self._on_edit(claimed, raw, update.edited_message)
        if update.callback_query:
            return await self._on_press(claimed, raw, update.callback_query)
        if update.inline_query:
            await self._limits.admit(address=budget_of(raw), text=update.inline_query.query)
            await self._inline.answer(update.inline_query, language_of(update.inline_query.from_user))
        elif update.my_chat_member:
            await self._on_membership(claimed, update.my_chat_member)
        return False

    async def give_up(self, claimed: ClaimedUpdate, *, read: bool = True) -> None:
        """Apologise for an update that cannot be handled, if its chat is known.

        Args:
            claimed: the update.
            read: whether the library could read it.

        Raises:
            TelegramError: Telegram did not accept the apology.
            ClaimLost: another process handles the update.
        """
        # From the plain data: an undocumented form may be the reason for the failure.
        if addressee := addressee_of(json.loads(claimed.payload)):
            target, language = addressee
            if not read:
                # Not as a reply: Telegram's answer would contain the message that the library cannot read.
                target = ChatTarget(target.chat)
            apology = self._current.content.answerer.say(OwnText.FAILURE, language)
            await self._delivery.send(claimed.update, target, render(apology), claimed.sent)

    # Messages

    async def _on_message(self, claimed: ClaimedUpdate, raw: dict[str, Any], message: TelegramMessage) -> bool:
        sender, keys = sender_of_message(raw, message), [str(message.message_id)]
        if message.media_group_id:
            # Each picture of an album is a message; together they get one answer.
            album = f"album:{message.media_group_id}"
            if not message.caption and await self._storage.sent_messages.of(self._conversation_key(sender), album):
                return False
            keys.append(album)
        async with self._delivery.typing(sender.target):
            reply = await self._reply(claimed, sender, message)
            return await self._answer(claimed, sender, reply, *keys, text=_text(message)) if reply else False

    async def _on_edit(self, claimed: ClaimedUpdate, raw: dict[str, Any], message: TelegramMessage) -> bool:
        """Answer an edited message, in place of the answer to its earlier text."""
        sender = sender_of_message(raw, message)
        conversation_key, key = self._conversation_key(sender), str(message.message_id)
        # Messages already sent by an interrupted attempt are part of the answer.
        before = claimed.sent or await self._storage.sent_messages.of(conversation_key, key)
        text = _text(message)
        if not text or await self._storage.sent_messages.answers(conversation_key, key, text):
            return False  # a live position, a changed picture, a preview made by Telegram
        async with self._delivery.typing(sender.target):
            reply = await self._reply(claimed, sender, message)
            if reply is None:
                return False
            if not before:
                return await self._answer(claimed, sender, reply, key, text=text)
            parts = await self._parts(claimed, sender, reply)
            sent = await self._delivery.replace(claimed.update, sender.target, parts, before, claimed.sent)
        return await self._record_answer(sender, [key], sent, reply, text)

    async def _reply(self, claimed: ClaimedUpdate, sender: Sender, message: TelegramMessage) -> Reply | None:
        """The reply to a message; None if the message is not for the bot."""
        if is_from_bot(message):
            return None
        text, book = _text(message), self._current.content.of(COMMAND_BOOK)
        call = book.call(text, self._bot.username)
        text_to_bot = text_for_us(message, self._bot.bot)
        if text_to_bot is None and (call is None or call.command == UNKNOWN):
            is_for_us = sender.private or (not text and answers_us(message, self._bot.bot))
            return await self._reply_without_text(sender, claimed.update, message) if is_for_us else None
        call = call or book.call(text_to_bot or "", self._bot.username)
        if text_to_bot is not None and not text_to_bot.strip():
            call = Call(START, "")  # only the bot's name
        if self._texts[sender.language].remerciements.alone(text):
            text_to_bot = self._texts[await self._language(sender)].remerciements.mot
        incoming = sender.message(text_to_bot or "", claimed.update, edited=message.edit_date is not None)
        incoming = await self._groups.located(sender, incoming)
        if call:
            reply = _checked(await self._commands.reply(call, incoming, self._bot.username))
            return await self._groups.keep(call, sender, message, reply)
        await self._limits.admit(address=sender.budget, text=incoming.text)
        replied = message.reply_to_message.message_id if message.reply_to_message else None
        if consent := await self._alerts.answered(incoming, replied):
            return consent
        if not incoming.edited:  # an edit replaces the last message
            await self._take_up(message, incoming)
        return self._groups.explained(_checked(await self._assistant.reply(incoming)), incoming)

    async def _take_up(self, message: TelegramMessage, incoming: Message) -> None:
        """If a message replies to an earlier answer, go back to the question of that answer."""
        quoted = quoted_topic(message)
        if quoted is None:
            return
        topic = await self._assistant.topic(incoming)
        if topic and choice_id(topic) == quoted:
            return
        if (await self._assistant.understand(incoming.text)).intent not in _BY_THEMSELVES:
            asked = msgspec.structs.replace(incoming, text=quoted, id=f"{incoming.id}.quoted")
            _checked(await self._assistant.reply(asked))

    async def _reply_without_text(self, sender: Sender, update: int, message: TelegramMessage) -> Reply | None:
        """The reply to a message without text; None for Telegram's own messages about a chat."""
        kind = effective_message_type(message)
        if (message.via_bot and message.via_bot.id == self._bot.id) or (kind and kind not in WRITTEN_BY_PEOPLE):
            return None
        language = await self._language(sender)
        position = message.location or (message.venue and message.venue.location)
        if not position:
            return Reply(language, (self._texts[language].non_lus.of(kind or ""),))
        code = department_at(position.longitude, position.latitude)
        if code is None:
            awaited = AwaitedFact(FactId.PLACE)
            return Reply(language, (self._texts[language].non_lus.of(kind or ""),), awaits=awaited)
        chosen = sender.message(choice_id(ChoiceMeaning(None, {FactId.PLACE: code})), update)
        return self._commands.located(_checked(await self._assistant.reply(chosen)), code)

    async def _answer(
        self, claimed: ClaimedUpdate, sender: Sender, reply: Reply, *keys: str, text: str | None = None
    ) -> bool:
        parts = await self._parts(claimed, sender, reply)
        sent = await self._delivery.send(claimed.update, sender.target, parts, claimed.sent)
        if not reply.erased:
            await self._alerts.refresh(sender)
        return await self._record_answer(sender, keys, sent, reply, text)

    async def _parts(self, claimed: ClaimedUpdate, sender: Sender, reply: Reply) -> tuple[MessagePart, ...]:
        """The messages that show a reply, with buttons for an opinion and to copy addresses."""
        row = await self._feedback.row(reply, sender, claimed.update)
        row = row or department_list.unfolding(reply, self._texts[reply.language].departement)
        return render(reply, row, copy_buttons(reply, self._texts[reply.language].copier))

    async def _record_answer(
        self,
        sender: Sender,
        keys: Sequence[str],
        sent: list[int],
        reply: Reply,
        text: str | None,
    ) -> bool:
        """Record the messages of an answer, unless it confirms an erasure; returns whether it does."""
        if reply.erased:
            return True
        conversation_key = self._conversation_key(sender)
        for key in keys:
            await write_until_done(partial(self._storage.sent_messages.note, conversation_key, key, sent, text))
        await write_until_done(partial(self._alerts.note, sender.conversation, reply, sent))
        return False

    # Buttons

    async def _on_press(self, claimed: ClaimedUpdate, raw: dict[str, Any], query: CallbackQuery) -> bool:
        sender, data = sender_of_press(raw, query), query.data or ""
        if sender is None or data.partition(":")[0] == NO_ACTION:
            await self._delivery.acknowledge(query.id)
            return False
        if is_of_another(query):
            texts = self._texts[await self._language(sender)]
            await self._delivery.acknowledge(query.id, texts.bouton_d_autrui.format(robot=f"@{self._bot.username}"))
            return False
        conversation_key = self._conversation_key(sender)
        if self._feedback.is_opinion(data):
            await self._feedback.handle(claimed, sender, conversation_key, query)
            return False
        if self._alerts.is_press(data):
            asked = await self._alerts.press(sender, query, self._bot.username)
            return await self._answer(claimed, sender, asked) if asked else False
        if department_list.is_page(data) and query.message:
            listed = inline_keyboard(department_list.page(self._current.content.answerer.programme, data))
            await self._delivery.acknowledge(query.id)
            await self._delivery.show(sender.target.chat, query.message.message_id, listed)
            return False
        meaning = self._current.content.answerer.choices.meaning(data)
        if meaning is None:
            language = await self._language(sender)
            await self._delivery.acknowledge(query.id, self._texts[language].bouton_perime)
            return False
        await self._delivery.acknowledge(query.id)
        message = query.message.message_id if query.message else 0
        # The key includes the text above the button: under another text, the button asks something else.
        key = f"{message}:{data}:{query.message.text if isinstance(query.message, TelegramMessage) else ''}"
        anonymous_key = ConversationKey(
            "telegram", self._storage.identifiers.update("telegram", f"{sender.conversation}:{key}")
        )
        # Pressed twice before it was marked? After an erasure, this press is to be erased too.
        if await self._storage.sent_messages.of(anonymous_key, key) is not None:
            return True
        if await self._storage.sent_messages.of(conversation_key, key) is not None:
            return False
        async with self._delivery.typing(sender.target):
            incoming = await self._groups.located(sender, sender.message(data, claimed.update))
            changes_language = meaning.question == OTHER_LANGUAGE
            if changes_language:
                reply = _checked(await self._commands.change_language(meaning.facts[LANGUAGE], incoming))
            else:
                reply = self._groups.explained(_checked(await self._assistant.reply(incoming)), incoming)
            keyboard = keyboard_of(query)
            if keyboard:
                mark = self._texts[reply.language].choisi
                marked = mark_chosen(keyboard, data, mark)
                await self._delivery.show(sender.target.chat, message, marked)
            erased = await self._answer(claimed, sender, reply, key)
        if erased:
            # Another press would begin a new conversation; this row names neither the old one nor its messages.
            await write_until_done(partial(self._storage.sent_messages.note, anonymous_key, key, ()))
        return erased

    # Chats

    async def _on_membership(self, claimed: ClaimedUpdate, change: ChatMemberUpdated) -> None:
        """Greet a group the bot was added to; log that an adviser blocked the bot."""
        now, before = change.new_chat_member.status, change.old_chat_member.status
        if change.chat.type in _GROUPS and now in _MEMBERS and before not in _MEMBERS:
            language = language_of(change.from_user)
            greeting = self._texts[language].groupe.format(robot=f"@{self._bot.username}")
            parts = render(Reply(language, (greeting,)))
            await self._delivery.send(claimed.update, ChatTarget(change.chat.id), parts, claimed.sent)
        elif change.chat.type == ChatType.PRIVATE and now == ChatMemberStatus.BANNED:
            await self._storage.subscriptions.stop(change.chat.id)
            _log.info("bot_blocked", update=claimed.update)

    # Common

    @property
    def _texts(self) -> Mapping[str, TelegramTexts]:
        return self._current.content.of(TELEGRAM_TEXTS)

    def _conversation_key(self, sender: Sender) -> ConversationKey:
        return self._storage.identifiers.conversation("telegram", sender.conversation)

    async def _language(self, sender: Sender) -> str:
        return await self._assistant.language(sender.message(""))


def _text(message: TelegramMessage) -> str:
    return message.text or message.caption or ""


def _checked(reply: Reply) -> Reply:
    """The reply, if it is an answer.

    Raises:
        TurnFailed: it is an apology. The update stays in the queue and is tried again.
    """
    if reply.question == OwnText.FAILURE:
        raise TurnFailed("the assistant apologised in place of an answer: the update is tried again later")
    return reply
