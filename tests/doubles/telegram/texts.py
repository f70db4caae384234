"""A text with its entities, as a message shows it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from tests.doubles.telegram.markup import read_html, utf16_length
from tests.doubles.telegram.refusals import RefusedError, bad_request

MOST_UNITS = 4096
# Telegram leaves out what stands after these.
MOST_ENTITIES = 100
# What Telegram finds in any text by itself.
_AUTOMATIC = {
    "bot_command": re.compile(r"(?<![\w/<>])/\w{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])", re.ASCII),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "url": re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)»]"),
    "mention": re.compile(r"(?<![\w@])@[A-Za-z0-9_]{3,32}(?!\w)", re.ASCII),
}
_WHOLE = {"code", "pre", "text_link"}


class Text(NamedTuple):
    """A text without markup and its entities, in UTF-16 code units."""

    text: str
    entities: list[dict[str, Any]]

    def fields(self, text: str = "text", entities: str = "entities") -> dict[str, Any]:
        """The fields of a message that hold it."""
        return {text: self.text, entities: self.entities} if self.entities else {text: self.text}


def part(text: str, entity: dict[str, Any]) -> str:
    """What an entity spans."""
    units = text.encode("utf-16-le")
    return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")


def typed(text: str) -> Text:
    """What a person types: no markup, with what Telegram finds in it."""
    return Text(text, _automatic_entities(text, []))


def formatted(source: str, parse_mode: str, entities: list[dict[str, Any]] | None) -> Text:
    """What a bot sends, once its markup is read.

    Raises:
        RefusedError: nothing is left of it, it is longer than 4,096 code units, or the markup is wrong.
    """
    if not source:
        raise bad_request("message text is empty")
    if parse_mode and entities:
        # Telegram takes the markup and forgets the entities, which nobody can mean.
        raise bad_request("both parse_mode and entities are given")
    if parse_mode.lower() == "html":
        text, marks = read_html(source)
    elif parse_mode:
        # Telegram knows two Markdowns as well; the double is there for a bot that writes HTML.
        raise bad_request("unsupported parse_mode")
    else:
        text, marks = source, [dict(entity) for entity in entities or []]
    shown = _trimmed(text, marks)
    if not shown.text:
        raise bad_request("text must be non-empty")
    if utf16_length(shown.text) > MOST_UNITS:
        raise bad_request("message is too long")
    return Text(shown.text, [*shown.entities, *_automatic_entities(*shown)][:MOST_ENTITIES])


def short(text: str, most: int, refusal: RefusedError) -> str:
    """A text that may not be longer than so many code units.

    Raises:
        RefusedError: it is: the refusal given.
    """
    if utf16_length(text) > most:
        raise refusal
    return text


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


def _automatic_entities(text: str, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _WHOLE]
    spans = []
    for kind, pattern in _AUTOMATIC.items():
        for match in pattern.finditer(text):
            first, last = utf16_length(text[: match.start()]), utf16_length(text[: match.end()])
            if all(last <= start or first >= end for start, end in taken):
                taken.append((first, last))
                spans.append({"type": kind, "offset": first, "length": last - first})
    return sorted(spans, key=lambda entity: entity["offset"])
