"""The HTML that Telegram reads in a message, as far as the bot writes it; the rest is refused with its byte."""

from __future__ import annotations

import re
from typing import Any

from tests.doubles.telegram.refusals import bad_request

ENTITIES = {"b": "bold", "i": "italic", "a": "text_link", "blockquote": "blockquote"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(lt|gt|amp|quot);")
_PIECE = re.compile(
    r'<(?P<end>/?)(?P<tag>[a-z]+)(?: (?P<attribute>[a-z]+)(?:="(?P<value>[^"<>]*)")?)?>|(?P<text>[^<&]+|&[a-z]+;|&)'
)
# Where a link may lead: elsewhere Telegram drops it and keeps its text.
_LINK = re.compile(r"https?://|mailto:|tel:")


def utf16_length(text: str) -> int:
    """How long Telegram takes a text to be: in UTF-16 code units, of which most emoji have two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def read_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The text that is shown, and its entities, whose offsets and lengths are in UTF-16 code units.

    Raises:
        RefusedError: a tag that Telegram or the double does not know, or that is not closed where it must be.
    """
    at, text = 0, ""
    waiting: list[tuple[str, dict[str, Any]]] = []
    entities: list[dict[str, Any]] = []
    while at < len(source):
        piece = _PIECE.match(source, at)
        if not piece or (piece["tag"] and piece["tag"] not in ENTITIES):
            raise _wrong("Unsupported start tag", source[:at])
        tag = piece["tag"]
        if tag is None:
            text += _unescaped(piece["text"])
        elif piece["end"]:
            if not waiting or waiting[-1][0] != tag:
                raise _wrong(f'Unmatched end tag "{tag}"', source[:at])
            _, entity = waiting.pop()
            entity["length"] = utf16_length(text) - entity["offset"]
            if entity["length"] and (tag != "a" or _LINK.match(entity["url"])):
                entities.append(entity)
        else:
            waiting.append((tag, _entity(tag, piece, utf16_length(text))))
        at = piece.end()
    if waiting:
        raise _wrong(f'Can\'t find end tag corresponding to start tag "{waiting[-1][0]}"', source)
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _entity(tag: str, piece: re.Match[str], offset: int) -> dict[str, Any]:
    entity: dict[str, Any] = {"type": ENTITIES[tag], "offset": offset}
    if tag == "a":
        entity["url"] = _unescaped(piece["value"] or "")
    elif piece["attribute"] == "expandable":
        entity["type"] = "expandable_blockquote"
    return entity


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(lambda match: _NAMED[match[1]], text)


def _wrong(reason: str, before: str) -> Exception:
    return bad_request(f"can't parse entities: {reason} at byte offset {len(before.encode())}")
