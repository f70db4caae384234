"""Feedback by the buttons under an answer: useful or not, then the reason, then whether to join the question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from telegram import CallbackQuery, Message

from bot.answers.choice_ids import choice_id
from bot.assistant.service import Assistant
from bot.channels.telegram.delivery import ChatTarget, Delivery
from bot.channels.telegram.keyboards import NO_ACTION, Button, keyboard_of, replace_rows, title_of
from bot.channels.telegram.rendering import render
from bot.channels.telegram.retries import write_until_done
from bot.channels.telegram.senders import Sender
from bot.channels.telegram.texts import TELEGRAM_TEXTS, TelegramTexts
from bot.content.active import ActiveContent
from bot.messages import Channel, Reply
from bot.storage.identifiers import ConversationKey
from bot.storage.sent_messages import SentMessages
from bot.storage.update_queue import ClaimedUpdate

_DATA: Final = re.compile(r"a:([a-z_]+):(\d+)(?::(c_\w+))?")
_TOPIC: Final = re.compile(r"[a-z]+:.*?(c_\w+)")

USEFUL: Final = "utile"
NOT_USEFUL: Final = "pas_utile"
JOIN_QUESTION: Final = "joindre_oui"
DO_NOT_JOIN: Final = "joindre_non"


class FeedbackButtons:
    """The feedback buttons under answers, and the reactions to presses."""

    def __init__(
        self, assistant: Assistant, sent_messages: SentMessages, delivery: Delivery, current: ActiveContent
    ) -> None:
        self._assistant = assistant
        self._sent_messages = sent_messages
        self._delivery = delivery
        self._current = current

    @property
    def _texts(self) -> Mapping[str, TelegramTexts]:
        return self._current.content.of(TELEGRAM_TEXTS)

    async def row(self, reply: Reply, sender: Sender, update: int) -> tuple[Button, ...]:
        """The row under the answer to an update; empty if the reply answers no question of the programme.

        Its data has the answer's topic, for later replies to the answer: it is kept nowhere else.
        """
        if not reply.rateable:
            return ()
        texts = self._texts[reply.language].avis
        topic = await self._assistant.topic(sender.message(""))
        answer = f"{update}:{choice_id(topic)}" if topic else f"{update}"
        return _button(texts.utile, USEFUL, answer), _button(texts.pas_utile, NOT_USEFUL, answer)

    @staticmethod
    def is_opinion(data: str) -> bool:
        """Whether the data of a button is an opinion."""
        return _DATA.fullmatch(data) is not None

    async def handle(
        self, claimed: ClaimedUpdate, sender: Sender, conversation_key: ConversationKey, query: CallbackQuery
    ) -> None:
        """Keep an opinion, a reason or a question, and show the next step."""
        match = _DATA.fullmatch(query.data or "")
        if match is None:
            raise ValueError("the data of the button is no opinion")
        step, number, topic = match.groups()
        answer = f"{number}:{topic}" if topic else number
        rated: tuple[Channel, str, str] = ("telegram", sender.conversation, number)
        reply = await self._assistant.given(*rated)
        if reply is None or not reply.rateable:
            # The answer is no longer kept, or was for another adviser.
            language = await self._assistant.language(sender.message(""))
            await self._delivery.acknowledge(query.id, self._texts[language].bouton_perime)
            return
        texts = self._texts[reply.language]
        acknowledgement = texts.avis.merci
        rows: list[tuple[Button, ...]] = []
        kept = True
        if step in (USEFUL, NOT_USEFUL):
            kept = await self._assistant.rate(*rated, useful=step == USEFUL) is not None
            if step == NOT_USEFUL and keyboard_of(query):  # else there is nothing to show the reasons under
                acknowledgement = texts.avis.pourquoi
                rows = [(_button(title, reason, answer),) for reason, title in texts.avis.raisons.by_id().items()]
        elif step == JOIN_QUESTION:
            text = _question(query)
            if text:
                kept = await self._assistant.note(*rated, text=text)
                acknowledgement = texts.avis.transmis
        elif step != DO_NOT_JOIN:
            kept = await self._assistant.note(*rated, reason=step)
        if not kept:
            # The adviser has had everything erased meanwhile.
            await self._delivery.acknowledge(query.id, texts.bouton_perime)
            return
        await self._delivery.acknowledge(query.id, acknowledgement)
        seen = f"{NO_ACTION}:{topic}" if topic else NO_ACTION
        await self._show(sender.target, query, rows, texts, seen)
        if step in texts.avis.raisons.by_id() and _question(query):
            await self._ask_to_join(claimed, sender.target, conversation_key, answer, texts)

    async def _show(
        self,
        target: ChatTarget,
        query: CallbackQuery,
        rows: list[tuple[Button, ...]],
        texts: TelegramTexts,
        seen: str,
    ) -> None:
        """Replace the buttons by the next ones, or by a mark of the pressed button, with the data `seen`."""
        keyboard = keyboard_of(query)
        if keyboard is None or not isinstance(query.message, Message):
            return
        mark = texts.choisi.format(titre=title_of(keyboard, query.data or ""))
        rows = rows or [(Button(mark, data=seen),)]
        await self._delivery.show(target.chat, query.message.message_id, replace_rows(keyboard, self.is_opinion, rows))

    async def _ask_to_join(
        self,
        claimed: ClaimedUpdate,
        target: ChatTarget,
        conversation_key: ConversationKey,
        answer: str,
        texts: TelegramTexts,
    ) -> None:
        """Ask only once, however often a reason is pressed before its button disappears."""
        sent_messages, key = self._sent_messages, f"joindre:{answer}"
        if await sent_messages.of(conversation_key, key) is not None:
            return
        row = (
            _button(texts.avis.joindre_oui, JOIN_QUESTION, answer),
            _button(texts.avis.joindre_non, DO_NOT_JOIN, answer),
        )
        parts = render(Reply("", (texts.avis.joindre,)), row)
        sent = await self._delivery.send(claimed.update, target, parts, claimed.sent)
        await write_until_done(lambda: sent_messages.note(conversation_key, key, sent))


def _button(title: str, step: str, answer: str) -> Button:
    return Button(title, data=f"a:{step}:{answer}")


def quoted_topic(message: Message) -> str | None:
    """The topic of the answer that a message replies to, as the id of a choice; None if not known."""
    quoted = message.reply_to_message.reply_markup if message.reply_to_message else None
    data = (button.callback_data for row in quoted.inline_keyboard for button in row) if quoted else ()
    found = (_TOPIC.fullmatch(datum) for datum in data if isinstance(datum, str))
    return next((match[1] for match in found if match), None)


def _question(query: CallbackQuery) -> str | None:
    """The text of the question; Telegram sends it with the answer, and we do not keep it. None without one."""
    message = query.message
    asked = message.reply_to_message if isinstance(message, Message) else None
    if asked is None or asked.from_user != query.from_user:
        return None  # not theirs to give
    text = asked.text or asked.caption or ""
    return text if text and not text.startswith("/") else None
