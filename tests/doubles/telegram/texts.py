"""A text with its entities, as a message shows it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from tests.doubles.telegram.markup import read_html, utf16_length
from tests.doubles.telegram.refusals import bad_request

MOST_UNITS = 4096
# What Telegram finds in any text by itself, and a bot looks for in what people type.
_AUTOMATIC = {
    "bot_command": re.compile(r"(?<![\w/<>])/\w{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])", re.ASCII),
    "mention": re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w)", re.ASCII),
}


class Text(NamedTuple):
    """A text without markup and its entities, in UTF-16 code units."""

    text: str
    entities: list[dict[str, Any]]

    def fields(self) -> dict[str, Any]:
        """The fields of a message that hold it."""
        return {"text": self.text, "entities": self.entities} if self.entities else {"text": self.text}


def part(text: str, entity: dict[str, Any]) -> str:
    """What an entity spans."""
    units = text.encode("utf-16-le")
    return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")


def typed(text: str) -> Text:
    """What a person types: no markup, with what Telegram finds in it."""
    found = [(kind, match) for kind, pattern in _AUTOMATIC.items() for match in pattern.finditer(text)]
    entities = [
        {"type": kind, "offset": utf16_length(text[: match.start()]), "length": utf16_length(match[0])}
        for kind, match in sorted(found, key=lambda pair: pair[1].start())
    ]
    return Text(text, entities)


def formatted(source: str, parse_mode: str) -> Text:
    """What a bot sends, once its markup is read.

    Raises:
        RefusedError: nothing is left of it, it is longer than 4,096 code units, or the markup is wrong.
    """
    if parse_mode not in ("", "HTML"):
        # Telegram knows two Markdowns as well; the double is there for a bot that writes HTML.
        raise bad_request("unsupported parse_mode")
    text, entities = read_html(source) if parse_mode else (source, [])
    if not text.strip():
        raise bad_request("text must be non-empty")
    if utf16_length(text.strip()) > MOST_UNITS:
        raise bad_request("message is too long")
    return _trimmed(text, entities)


def _trimmed(text: str, entities: list[dict[str, Any]]) -> Text:
    """Without the white space around it, which Telegram does not show."""
    before = utf16_length(text) - utf16_length(text.lstrip())
    bare = text.strip()
    end = utf16_length(bare)
    kept = []
    for entity in entities:
        first = max(entity["offset"] - before, 0)
        last = min(entity["offset"] + entity["length"] - before, end)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return Text(bare, kept)
