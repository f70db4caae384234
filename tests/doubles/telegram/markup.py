"""The HTML that Telegram reads in a message: its own few tags, refused with the byte where a mistake is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.telegram.refusals import bad_request

ENTITIES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
# The semicolon may lack; what is not one of these four names stays as it is written ("&nbsp;", a bare "&").
_REFERENCE = re.compile(rb"&(?:#x(?P<hexadecimal>[0-9a-fA-F]{1,6})|#(?P<decimal>[0-9]{1,7})|(?P<name>[a-zA-Z]+));?")
_TAG = re.compile(rb"<(?P<end>/?)(?P<name>[^\s>]*)")
_ATTRIBUTE = re.compile(rb"\s*(?P<name>[^\s=>]+)\s*(?P<equal>=?)\s*")
_PLAIN = re.compile(rb"[^<&]+")
_CLOSING = re.compile(rb"\s*>")
# Where a link may lead: Telegram's own addresses, the web with or without its scheme, mail and telephone.
_LINK = re.compile(r"(https?|tg|ton)://|(mailto|tel):|[\w-]+(\.[\w-]+)+")
_TOKEN = re.compile(rb"[a-zA-Z0-9.-]*")


@dataclass
class _Open:
    """A tag that waits for its end; `start` is in UTF-16 code units."""

    name: str
    start: int
    begin: int
    attributes: dict[str, str] = field(default_factory=dict)


def utf16_length(text: str) -> int:
    """How long Telegram takes a text to be: in UTF-16 code units, of which most emoji have two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source.encode()
        self._at = 0
        self._text = ""
        self._open: list[_Open] = []
        self._entities: list[dict[str, Any]] = []

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        while self._at < len(self._source):
            rest = _PLAIN.match(self._source, self._at)
            if rest:
                self._text += rest[0].decode()
                self._at = rest.end()
            elif self._source[self._at : self._at + 1] == b"&":
                self._text += self._reference()
            else:
                self._tag()
        if self._open:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        self._entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return self._text, self._entities

    def _reference(self) -> str:
        match = _REFERENCE.match(self._source, self._at)
        if match:
            character = _character(match)
            if character:
                self._at = match.end()
                return character
        self._at += 1
        return "&"

    def _tag(self) -> None:
        begin = self._at
        match = _TAG.match(self._source, begin)
        assert match
        self._at = match.end()
        name = match["name"].decode().lower()
        if match["end"]:
            self._close(name, begin)
        else:
            self._start(name, begin)

    def _start(self, name: str, begin: int) -> None:
        if self._at >= len(self._source):
            raise _wrong(f"Unclosed start tag at byte offset {begin}")
        if name not in ENTITIES:
            raise _wrong(f'Unsupported start tag "{name}" at byte offset {begin}')
        tag = _Open(name, utf16_length(self._text), begin)
        while not self._closing():
            if self._at >= len(self._source):
                raise _wrong(f'Unclosed start tag "{name}" at byte offset {begin}')
            self._attribute(tag)
        if name == "span" and tag.attributes.get("class") != "tg-spoiler":
            raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self._open.append(tag)

    def _closing(self) -> bool:
        """Whether the tag ends here; goes past its end."""
        match = _CLOSING.match(self._source, self._at)
        if match:
            self._at = match.end()
        return bool(match)

    def _attribute(self, tag: _Open) -> None:
        match = _ATTRIBUTE.match(self._source, self._at)
        if not match:
            raise _wrong(f'Empty attribute name in the tag "{tag.name}" at byte offset {tag.begin}')
        self._at = match.end()
        name = match["name"].decode()
        if not match["equal"]:
            tag.attributes[name] = ""
            return
        quote = self._source[self._at : self._at + 1]
        if quote in (b'"', b"'"):
            end = self._source.find(quote, self._at + 1)
            if end < 0:
                raise _wrong(f"Unclosed start tag at byte offset {tag.begin}")
            value = self._source[self._at + 1 : end]
            tag.attributes[name] = _REFERENCE.sub(
                lambda match: (_character(match) or match[0].decode()).encode(), value
            ).decode()
            self._at = end + 1
            return
        token = _TOKEN.match(self._source, self._at)
        assert token
        if self._source[token.end() : token.end() + 1] not in (b">", b" ", b"\t", b"\n", b"\r"):
            raise _wrong(f"Unexpected end of name token at byte offset {self._at}")
        tag.attributes[name] = token[0].decode().lower()
        self._at = token.end()

    def _close(self, name: str, begin: int) -> None:
        if not self._open:
            raise _wrong(f"Unexpected end tag at byte offset {begin}")
        if not self._closing():
            raise _wrong(f"Unclosed end tag at byte offset {begin}")
        tag = self._open.pop()
        if name and name != tag.name:
            raise _wrong(f'Unmatched end tag at byte offset {begin}, expected "</{tag.name}>", found "</{name}>"')
        length = utf16_length(self._text) - tag.start
        if length:
            self._add(tag, length)

    def _add(self, tag: _Open, length: int) -> None:
        entity: dict[str, Any] = {"type": ENTITIES[tag.name], "offset": tag.start, "length": length}
        if tag.name == "a":
            address = tag.attributes.get("href") or _cut(self._text, tag.start)
            # Telegram drops a link that leads nowhere and keeps its text.
            if not _LINK.match(address):
                return
            entity["url"] = address
        elif tag.name == "tg-emoji":
            identifier = tag.attributes.get("emoji-id", "")
            if not identifier.isdecimal():
                raise _wrong("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = identifier
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        elif tag.name == "code" and tag.attributes.get("class", "").startswith("language-"):
            entity["language"] = tag.attributes["class"].removeprefix("language-")
        elif tag.name == "pre" and self._entities and self._entities[-1].get("language"):
            inner = self._entities[-1]
            if (inner["offset"], inner["length"]) == (tag.start, length):
                inner["type"] = "pre"
                return
        self._entities.append(entity)


def read_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The text that is shown, and its entities, whose offsets and lengths are in UTF-16 code units.

    Raises:
        RefusedError: a tag that Telegram does not know, or that is not closed where it must be.
    """
    text, entities = _Reader(source).read()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, entities


def _cut(text: str, start: int) -> str:
    return text.encode("utf-16-le")[2 * start :].decode("utf-16-le")


def _character(match: re.Match[bytes]) -> str | None:
    if match["name"]:
        return _NAMED.get(match["name"])
    code = int(match["hexadecimal"], 16) if match["hexadecimal"] else int(match["decimal"])
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None


def _wrong(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
