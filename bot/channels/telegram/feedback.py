"""What advisers say of answers, by the buttons under them: useful or not, then why, then with their question or not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from telegram import CallbackQuery, Message

from bot.assistant.service import Assistant
from bot.channels.telegram.delivery import ChatTarget, Delivery
from bot.channels.telegram.keyboards import NOTHING, Button, keyboard_of, replaced, title_of
from bot.channels.telegram.rendering import render
from bot.channels.telegram.retries import write_until_done
from bot.channels.telegram.senders import Sender
from bot.channels.telegram.texts import TELEGRAM_TEXTS, TelegramTexts
from bot.content.active import ActiveContent
from bot.messages import Channel, Reply
from bot.storage.identifiers import ConversationKey
from bot.storage.sent_messages import SentMessages
from bot.storage.update_queue import ClaimedUpdate

_DATA: Final = re.compile(r"a:([a-z_]+):(\d+)")

USEFUL: Final = "utile"
NOT_USEFUL: Final = "pas_utile"
JOIN: Final = "joindre_oui"
DO_NOT_JOIN: Final = "joindre_non"


class FeedbackButtons:
    """The buttons under answers, and what pressing them does."""

    def __init__(
        self, assistant: Assistant, sent_messages: SentMessages, delivery: Delivery, current: ActiveContent
    ) -> None:
        self._assistant = assistant
        self._sent_messages = sent_messages
        self._delivery = delivery
        self._current = current

    @property
    def _words(self) -> Mapping[str, TelegramTexts]:
        return self._current.content.of(TELEGRAM_TEXTS)

    def row(self, reply: Reply, update: int) -> tuple[Button, ...]:
        """The row under the answer to an update; none under what answers no question of the programme."""
        if not reply.rateable:
            return ()
        words = self._words[reply.language].avis
        return _button(words.utile, USEFUL, update), _button(words.pas_utile, NOT_USEFUL, update)

    @staticmethod
    def meant(data: str) -> bool:
        """Whether what a button sends back is an opinion."""
        return _DATA.fullmatch(data) is not None

    async def pressed(
        self, claimed: ClaimedUpdate, sender: Sender, conversation_key: ConversationKey, query: CallbackQuery
    ) -> None:
        """Keep an opinion, or what is added to it, and show the next step."""
        found = _DATA.fullmatch(query.data or "")
        step, answer = (found[1], int(found[2])) if found else ("", 0)
        rated: tuple[Channel, str, str] = ("telegram", sender.conversation, str(answer))
        reply = await self._assistant.given(*rated)
        if reply is None or not reply.rateable:
            # Of an answer that is no longer kept, or of somebody else's.
            language = await self._assistant.language(sender.says(""))
            await self._delivery.acknowledge(query.id, self._words[language].bouton_perime)
            return
        words = self._words[reply.language]
        said = words.avis.merci
        rows: list[tuple[Button, ...]] = []
        if step in (USEFUL, NOT_USEFUL):
            await self._assistant.rate(*rated, useful=step == USEFUL)
            if step == NOT_USEFUL:
                said = words.avis.pourquoi
                rows = [(_button(title, reason, answer),) for reason, title in words.avis.raisons.by_id().items()]
        elif step == JOIN:
            text = _question(query)
            if text:
                await self._assistant.note(*rated, text=text)
                said = words.avis.transmis
        elif step != DO_NOT_JOIN:
            await self._assistant.note(*rated, reason=step)
        await self._delivery.acknowledge(query.id, said)
        await self._show(sender.target, query, rows, words)
        if step in words.avis.raisons.by_id() and _question(query):
            await self._ask_to_join(claimed, sender.target, conversation_key, answer, words)

    async def _show(
        self, target: ChatTarget, query: CallbackQuery, rows: list[tuple[Button, ...]], words: TelegramTexts
    ) -> None:
        """In place of the buttons: the next ones, or which one was pressed."""
        keyboard = keyboard_of(query)
        if keyboard is None or not isinstance(query.message, Message):
            return
        mark = words.choisi.format(titre=title_of(keyboard, query.data or ""))
        rows = rows or [(Button(mark, data=NOTHING),)]
        await self._delivery.show(target.chat, query.message.message_id, replaced(keyboard, self.meant, rows))

    async def _ask_to_join(
        self,
        claimed: ClaimedUpdate,
        target: ChatTarget,
        conversation_key: ConversationKey,
        answer: int,
        words: TelegramTexts,
    ) -> None:
        """Ask once, however often a reason is pressed before its button has gone."""
        sent_messages, key = self._sent_messages, f"joindre:{answer}"
        if await sent_messages.of(conversation_key, key) is not None:
            return
        row = (_button(words.avis.joindre_oui, JOIN, answer), _button(words.avis.joindre_non, DO_NOT_JOIN, answer))
        parts = render(Reply("", (words.avis.joindre,)), row)
        sent = await self._delivery.send(claimed.update, target, parts, claimed.sent)
        await write_until_done(lambda: sent_messages.note(conversation_key, key, sent))


def _button(title: str, step: str, answer: int) -> Button:
    return Button(title, data=f"a:{step}:{answer}")


def _question(query: CallbackQuery) -> str | None:
    """What the adviser had asked: Telegram tells it with the message that answers it. We do not keep it."""
    message = query.message
    asked = message.reply_to_message if isinstance(message, Message) else None
    if asked is None or asked.from_user != query.from_user:
        return None  # not theirs to give
    text = asked.text or asked.caption or ""
    return text if text and not text.startswith("/") else None
