"""A reply as Telegram shows it: messages in its HTML, cut where they are too long, with the buttons under the last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

import msgspec

from bot.channels.telegram.keyboards import Button, Keyboard, keyboard
from bot.channels.telegram.limits import MAX_TEXT_UTF16_UNITS, utf16_units
from bot.messages import EMPHASIS, Reply

_APART = "\n\n"

# A no-break space keeps a sign with its word, so it is no place to cut.
_BREAKS = (re.compile(r"\n+"), re.compile(r"(?<=[.!?…])[ \t]+"), re.compile(r"[ \t]+"))

_EMPHASISED = re.compile(rf"^{EMPHASIS}.*$", re.MULTILINE)


class MessagePart(msgspec.Struct, frozen=True):
    """A message to send: text in Telegram's HTML, and the buttons under it."""

    html: str
    keyboard: Keyboard = ()


class _Block(msgspec.Struct, frozen=True):
    """A piece of text that is shown within one tag, or none."""

    text: str
    tag: str | None = None

    @property
    def html(self) -> str:
        escaped = escape(self.text, quote=False)
        return f"<{self.tag}>{escaped}</{self.tag}>" if self.tag else _EMPHASISED.sub(r"<b>\g<0></b>", escaped)


def render(reply: Reply, last_row: Sequence[Button] = ()) -> tuple[MessagePart, ...]:
    """The messages that show a reply, in order: one, unless it is longer than Telegram takes.

    Their text is `Reply.text`. Addresses stay plain: Telegram makes links of them.

    Args:
        reply: the reply, which has some text.
        last_row: buttons of the channel's own under those of the reply, such as those that ask for an opinion.
    """
    texts = [_APART.join(block.html for block in blocks) for blocks in _by_message(_blocks(reply))]
    rows = keyboard(reply, last_row)
    last = len(texts) - 1
    return tuple(MessagePart(text, rows if index == last else ()) for index, text in enumerate(texts))


def _blocks(reply: Reply) -> Iterator[_Block]:
    """The texts of a reply in order, each short enough for a message of its own."""
    tagged = [
        *((text, None) for text in reply.paragraphs),
        *((text, "blockquote") for text in reply.notices),
        ("\n".join(reply.sources), "i"),
    ]
    for text, tag in tagged:
        for piece in pieces(text):
            yield _Block(piece, tag)


def _by_message(blocks: Iterator[_Block]) -> Iterator[list[_Block]]:
    """The blocks of each message, as many as it takes."""
    message: list[_Block] = []
    length = 0
    for block in blocks:
        added = utf16_units(block.text) + (len(_APART) if message else 0)
        if message and length + added > MAX_TEXT_UTF16_UNITS:
            yield message
            message, length, added = [], 0, utf16_units(block.text)
        message.append(block)
        length += added
    if message:
        yield message


def pieces(text: str, longest: int = MAX_TEXT_UTF16_UNITS) -> Iterator[str]:
    """Cut a text into pieces of at most so many UTF-16 code units, without the white space where it is cut."""
    rest = text.strip()
    while utf16_units(rest) > longest:
        head, rest = _cut(rest, longest)
        yield head
    if rest:
        yield rest


def _cut(text: str, longest: int) -> tuple[str, str]:
    """Cut a text once, at the last of the best breaks that leave the head short enough; returns head and rest."""
    # Half of a character beyond the basic plane is left out.
    head = text.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", errors="ignore")
    for kind in _BREAKS:
        breaks = [match for match in kind.finditer(text, 0, len(head) + 1) if 0 < match.start() <= len(head)]
        if breaks:
            return text[: breaks[-1].start()].rstrip(), text[breaks[-1].end() :].lstrip()
    return head, text[len(head) :]
