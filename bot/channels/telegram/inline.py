"""Inline mode: "@bot landes titre", typed in any chat, gives an answer to share, with its source."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

import msgspec
from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.assistant.service import Assistant
from bot.channels.telegram.delivery import NO_PREVIEW
from bot.channels.telegram.keyboards import inline_keyboard, keyboard
from bot.channels.telegram.limits import MAX_TITLE_CHARACTERS
from bot.channels.telegram.rendering import render
from bot.channels.telegram.texts import TELEGRAM_TEXTS
from bot.content.active import ActiveContent
from bot.messages import Message, Reply

CACHE_SECONDS: Final = 30
"""That Telegram may show an answer again without asking."""

MIN_QUERY_CHARACTERS: Final = 3
"""A shorter query is still being typed."""

_MAX_DESCRIPTION_CHARACTERS: Final = 120


class InlineAnswers:
    """Answers inline queries, and keeps nothing of them."""

    def __init__(self, bot: Bot, assistant: Assistant, current: ActiveContent) -> None:
        self._bot = bot
        self._assistant = assistant
        self._current = current

    async def answer(self, query: InlineQuery, language: str) -> None:
        """Answer a query with a card, or with a button that leads to the chat where more can be asked."""
        results, button = [], None
        if len(query.query.strip()) >= MIN_QUERY_CHARACTERS:
            reply = await self._assistant.answer_alone(Message("inline", query.query, "telegram", language))
            own = self._current.content.of(TELEGRAM_TEXTS)[reply.language].en_ligne
            if reply.rateable:
                results = [self._card(reply)]
            else:
                # With choices, another fact than the department is requested, or which of several departments it is.
                title = own.rien if reply.outcome != "ask" else own.precision if reply.choices else own.departement
                button = InlineQueryResultsButton(title, start_parameter="inline")
        try:
            await self._bot.answer_inline_query(
                query.id, results, cache_time=CACHE_SECONDS, is_personal=True, button=button
            )
        except BadRequest as error:
            if "query is too old" not in error.message.lower():
                raise

    def _card(self, reply: Reply) -> InlineQueryResultArticle:
        own = self._current.content.of(TELEGRAM_TEXTS)[reply.language].en_ligne
        signed = own.signature.format(robot=f"@{self._bot.username}")
        # A card stands alone: its choices would depend on a conversation that its reader never had.
        shared = msgspec.structs.replace(reply, choices=(), sources=(*reply.sources, signed))
        first = render(shared)[0]
        title = self._current.content.texts[reply.language].questions.get(reply.question or "", "")
        return InlineQueryResultArticle(
            id=sha256(first.html.encode()).hexdigest()[:32],
            title=title[:MAX_TITLE_CHARACTERS] or signed,
            description="\n".join(reply.paragraphs)[:_MAX_DESCRIPTION_CHARACTERS],
            input_message_content=InputTextMessageContent(first.html, ParseMode.HTML, link_preview_options=NO_PREVIEW),
            reply_markup=inline_keyboard(keyboard(shared)),
        )
