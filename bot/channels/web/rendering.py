"""A reply and a hub as the web tells them: plain data for the API, and what the form page shows of a reply."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from bot.answers.choice_ids import ChoiceMeaning
from bot.channels.web.texts import WebTexts
from bot.content.hubs import HubProfile
from bot.content.loading import Content
from bot.messages import Choice, LinkButton, Reply
from nlu.intents import GREET, WHY

_SCHEMES: Final = ("https", "http", "mailto")


def told(message_id: str, reply: Reply) -> dict[str, Any]:
    """A reply as :class:`bot.channels.web.schema.Answer` has it."""
    return {
        "message_id": message_id,
        "language": reply.language,
        "paragraphs": reply.paragraphs,
        "notices": reply.notices,
        "sources": reply.sources,
        "links": safe_links(reply),
        "choices": reply.choices,
        "question": reply.question,
        "rateable": reply.rateable,
        "why": why(reply),
        "at": datetime.now(timezone.utc),
        "erased": reply.erased,
    }


def safe_links(reply: Reply) -> tuple[LinkButton, ...]:
    """The links of a reply that a browser may open."""
    return tuple(link for link in reply.links if urlsplit(link.url).scheme in _SCHEMES)


def why(reply: Reply) -> str | None:
    """The choice that asks why a reply is what it is; None where there is nothing to explain."""
    return ChoiceMeaning(WHY).id if reply.outcome else None


def greeting(hub: HubProfile, words: WebTexts, language: str) -> str:
    """The hub's own welcome, else that of every hub."""
    return hub.greeting.get(language, words.widget.accueil)


def first_choices(content: Content, language: str) -> tuple[Choice, ...]:
    """What the assistant offers who greets it."""
    return content.answerer.say(GREET, language).choices


def hub_told(hub: HubProfile, content: Content, version: str, *, allowed: bool) -> dict[str, Any]:
    """A hub as :class:`bot.channels.web.schema.HubTold` has it."""
    words = content.web
    return {
        "id": hub.id,
        "name": hub.name,
        "languages": hub.languages,
        "colours": {"primary": hub.colour, "on_primary": hub.text_colour},
        "greeting": {language: greeting(hub, one, language) for language, one in words.items()},
        "texts": {language: _around(one) for language, one in words.items()},
        "start": {language: first_choices(content, language) for language in words},
        "version": version,
        "origin_allowed": allowed,
    }


def _around(words: WebTexts) -> dict[str, Any]:
    """The texts around the conversation; the greeting that begins it is told apart."""
    texts: dict[str, Any] = msgspec.to_builtins(words.widget)
    del texts["accueil"]
    return texts
