"""Replies and hubs as plain data for the API, and parts of a reply for the form page."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import msgspec

from bot.answers.choice_ids import choice_id
from bot.answers.text_ids import OwnText
from bot.channels.web.html_templates import web_links
from bot.channels.web.texts import WEB_TEXTS, WebTexts
from bot.content.hubs import HubProfile
from bot.content.loading import Content
from bot.messages import Block, Card, Choice, Reply
from nlu.dialogue.context import ChoiceMeaning
from nlu.intents import WHY


def reply_body(message_id: str, reply: Reply) -> dict[str, Any]:
    """A reply in the form of :class:`bot.channels.web.schema.ReplyBody`."""
    return {
        "message_id": message_id,
        "language": reply.language,
        "blocks": tuple(_safe(block) for block in reply.blocks),
        "paragraphs": reply.paragraphs,
        "notices": reply.notices,
        "sources": reply.sources,
        "links": web_links(reply.links),
        "choices": reply.choices,
        "question": reply.question,
        "rateable": reply.rateable,
        "why": why_choice(reply),
        "at": datetime.now(timezone.utc),
        "erased": reply.erased,
    }


def _safe(block: Block) -> Block:
    """A block, with only those links that a browser may open."""
    return msgspec.structs.replace(block, links=web_links(block.links)) if isinstance(block, Card) else block


def why_choice(reply: Reply) -> str | None:
    """The id of the choice that asks for the reason of a reply; None if it has none."""
    return choice_id(ChoiceMeaning(WHY)) if reply.outcome else None


def greeting(hub: HubProfile, words: WebTexts, language: str) -> str:
    """The hub's own welcome, else that of every hub."""
    return hub.greeting.get(language, words.widget.accueil)


def first_choices(content: Content, language: str) -> tuple[Choice, ...]:
    """The choices offered with the welcome."""
    return content.answerer.say(OwnText.GREETING, language).choices


def hub_body(hub: HubProfile, content: Content, version: str, *, allowed: bool) -> dict[str, Any]:
    """A hub in the form of :class:`bot.channels.web.schema.HubResponse`."""
    words = content.of(WEB_TEXTS)
    return {
        "id": hub.id,
        "name": hub.name,
        "languages": hub.languages,
        "colours": {"primary": hub.colour, "on_primary": hub.text_colour},
        "theme": hub.theme,
        **({"logo": hub.logo} if hub.logo else {}),
        "links": hub.links,
        "greeting": {language: greeting(hub, texts, language) for language, texts in words.items()},
        "texts": {language: _widget_texts(texts) for language, texts in words.items()},
        "start": {language: first_choices(content, language) for language in words},
        "version": version,
        "origin_allowed": allowed,
    }


def _widget_texts(words: WebTexts) -> dict[str, Any]:
    """The widget's texts without the greeting, which is in the hub's profile."""
    texts: dict[str, Any] = msgspec.to_builtins(words.widget)
    del texts["accueil"]
    return texts
