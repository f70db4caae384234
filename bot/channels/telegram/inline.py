"""Inline mode: "@bot landes titre", typed in any chat, gives an answer to share, with its source."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
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
from telegram.helpers import create_deep_linked_url

from bot.assistant.service import Assistant
from bot.channels.telegram.delivery import NO_PREVIEW
from bot.channels.telegram.keyboards import Button, inline_keyboard, keyboard
from bot.channels.telegram.limits import MAX_TITLE_CHARACTERS
from bot.channels.telegram.rendering import render
from bot.channels.telegram.texts import TELEGRAM_TEXTS, InlineTexts
from bot.content.active import ActiveContent
from bot.messages import Card, Message, Reply

CACHE_SECONDS: Final = 30
"""How long Telegram may show an answer again without asking."""

MIN_QUERY_CHARACTERS: Final = 3
"""A shorter query is still being typed; meanwhile, questions are suggested."""

MAX_CARDS: Final = 5
"""As many as a phone shows without scrolling."""

_START: Final = "inline"
"""The `start` payload of the button that leads to the chat."""

_MAX_DESCRIPTION_CHARACTERS: Final = 120


class InlineAnswers:
    """Answers inline queries, and keeps nothing of them."""

    def __init__(self, bot: Bot, assistant: Assistant, current: ActiveContent) -> None:
        self._bot = bot
        self._assistant = assistant
        self._current = current

    async def answer(self, query: InlineQuery, language: str) -> None:
        """Answer a query with cards, and a button that leads to the chat for further questions."""
        if len(query.query.strip()) >= MIN_QUERY_CHARACTERS:
            reply = await self._ask(query.query, language)
            own = self._texts(reply.language)
            cards = self._cards(reply) if reply.rateable else await self._continued(query.query, reply)
            if reply.outcome == "ask":
                # With choices, it asks for a fact other than the department, or for one of several departments.
                title = own.precision if reply.choices else own.departement
            else:
                title = own.poser if cards else own.rien
        else:
            own = self._texts(language)
            cards, title = await self._answered(own.suggestions.splitlines(), language), own.poser
        results = list({card.id: card for card in cards}.values())[:MAX_CARDS]
        button = InlineQueryResultsButton(title, start_parameter=_START)
        try:
            await self._bot.answer_inline_query(
                query.id, results, cache_time=CACHE_SECONDS, is_personal=True, button=button
            )
        except BadRequest as error:
            if "query is too old" not in error.message.lower():
                raise

    def _texts(self, language: str) -> InlineTexts:
        return self._current.content.of(TELEGRAM_TEXTS)[language].en_ligne

    async def _ask(self, text: str, language: str) -> Reply:
        return await self._assistant.answer_alone(Message("inline", text, "telegram", language))

    async def _continued(self, query: str, reply: Reply) -> list[InlineQueryResultArticle]:
        """A card for each choice of a reply, as if it had been typed after the query."""
        titles = [choice.title for choice in reply.choices]
        return await self._answered([f"{query} {title}" for title in titles], reply.language, titles)

    async def _answered(
        self, questions: Sequence[str], language: str, titles: Sequence[str] | None = None
    ) -> list[InlineQueryResultArticle]:
        """A card for each question with an answer; the question is its title, unless `titles` gives another."""
        replies = await asyncio.gather(*(self._ask(question, language) for question in questions[:MAX_CARDS]))
        return [
            self._card(reply, title)
            for reply, title in zip(replies, titles or questions, strict=False)
            if reply.rateable and reply.outcome != "ask"
        ]

    def _cards(self, reply: Reply) -> list[InlineQueryResultArticle]:
        """A card with the answer, and one for each of its parts if it has several."""
        parts = [block for block in reply.blocks if isinstance(block, Card)]
        alone = [self._card(msgspec.structs.replace(reply, blocks=(part,), links=()), part.title) for part in parts]
        title = self._current.content.texts[reply.language].questions.get(reply.question or "", "")
        return [self._card(reply, title), *(alone if len(alone) > 1 else ())]

    def _card(self, reply: Reply, title: str) -> InlineQueryResultArticle:
        own = self._texts(reply.language)
        signed = own.signature.format(robot=f"@{self._bot.username}")
        # A card has no choices: they would depend on a conversation that its reader never had.
        shared = msgspec.structs.replace(reply, choices=(), sources=(*reply.sources, signed))
        to_bot = (Button(own.poser, url=create_deep_linked_url(self._bot.username, _START)),)
        first = render(shared, to_bot)[0]
        return InlineQueryResultArticle(
            id=sha256(first.html.encode()).hexdigest()[:32],
            title=title[:MAX_TITLE_CHARACTERS] or signed,
            description="\n".join(reply.paragraphs)[:_MAX_DESCRIPTION_CHARACTERS],
            input_message_content=InputTextMessageContent(first.html, ParseMode.HTML, link_preview_options=NO_PREVIEW),
            reply_markup=inline_keyboard(keyboard(shared, to_bot)),
        )
