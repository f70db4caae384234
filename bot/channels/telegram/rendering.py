"""Replies for Telegram: messages in its HTML, cut if they are too long, with the buttons under the last one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

import msgspec

from bot.channels.telegram.keyboards import URL_SCHEMES, Button, Keyboard, keyboard, links_without_button
from bot.channels.telegram.limits import MAX_TEXT_UTF16_UNITS, utf16_units
from bot.messages import Block, Card, Fold, LinkButton, PathSteps, Reply, plain

_APART = "\n\n"

# Never cut at a no-break space: it keeps a sign with its word.
_BREAKS = (re.compile(r"\n+"), re.compile(r"(?<=[.!?…])[ \t]+"), re.compile(r"[ \t]+"))


class MessagePart(msgspec.Struct, frozen=True):
    """A message to send: text in Telegram's HTML, and the buttons under it."""

    html: str
    keyboard: Keyboard = ()


class _Run(msgspec.Struct, frozen=True):
    """A text within one tag, or none."""

    text: str
    tag: str = ""

    @property
    def html(self) -> str:
        escaped = escape(self.text, quote=False)
        return f"<{self.tag}>{escaped}</{self.tag.split()[0]}>" if self.tag else escaped


class _Block(msgspec.Struct, frozen=True):
    """Runs that belong together, each on its own lines."""

    runs: tuple[_Run, ...]

    @property
    def text(self) -> str:
        return "\n".join(run.text for run in self.runs)

    @property
    def html(self) -> str:
        return "\n".join(run.html for run in self.runs)


def render(reply: Reply, last_row: Sequence[Button] = (), copies: Sequence[Button] = ()) -> tuple[MessagePart, ...]:
    """The messages that show a reply, in order: one, unless the reply is too long for Telegram.

    They have the text of `Reply.text`, the links of cards, and links without a button. Addresses stay plain: Telegram
    turns them into links.

    Args:
        reply: the reply; it must have some text.
        last_row: the channel's own buttons under those of the reply, such as those for an opinion.
        copies: buttons that copy a part of it, shown if there is room.
    """
    whole = _blocks(reply, links_without_button(reply, last_row))
    texts = [_APART.join(block.html for block in blocks) for blocks in _by_message(whole)]
    rows = keyboard(reply, last_row, copies)
    last = len(texts) - 1
    return tuple(MessagePart(text, rows if index == last else ()) for index, text in enumerate(texts))


def _blocks(reply: Reply, links: Iterable[LinkButton]) -> Iterator[_Block]:
    """The parts of a reply, in order, each short enough for a message."""
    whole = [
        *(_Block(tuple(_runs(block))) for block in reply.blocks),
        *(_Block((_Run(text, "blockquote"),)) for text in reply.notices),
        _Block(tuple(map(_link, links))),
        _Block((_Run("\n".join(reply.sources), "i"),)),
    ]
    for block in whole:
        if utf16_units(block.text) <= MAX_TEXT_UTF16_UNITS:
            yield from [block] if block.text.strip() else []
        else:
            yield from (_Block((_Run(piece, run.tag),)) for run in block.runs for piece in pieces(run.text))


def _runs(block: Block) -> Iterator[_Run]:
    """A block in the forms Telegram has: bold titles, links, and a quote that unfolds."""
    if isinstance(block, Card):
        yield _Run(block.title, "b")
        yield _Run(block.text)
        yield from map(_link, block.links)
    elif isinstance(block, PathSteps):
        for step in block.steps:
            yield _Run(step.line, "b" if step.is_next else "")
            yield from (_Run(f"    {detail}") for detail in step.details)
    elif isinstance(block, Fold):
        yield _Run(block.title, "b")
        yield _Run(_APART.join(block.texts), "blockquote expandable")
    else:
        yield _Run(plain(block).strip())


def _link(link: LinkButton) -> _Run:
    return _Run(link.title, f'a href="{escape(link.url)}"' if link.url.startswith(URL_SCHEMES) else "")


def _by_message(blocks: Iterator[_Block]) -> Iterator[list[_Block]]:
    """Group blocks into messages, as many as fit in each."""
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
    """Cut a text into pieces of at most `longest` UTF-16 code units, without the white space at the cuts."""
    rest = text.strip()
    while utf16_units(rest) > longest:
        head, rest = _cut(rest, longest)
        yield head
    if rest:
        yield rest


def _cut(text: str, longest: int) -> tuple[str, str]:
    """Cut a text once, at the last of the best breaks that keep the head short enough. Returns head and rest."""
    # Leave out half of a character beyond the basic plane.
    head = text.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", errors="ignore")
    for kind in _BREAKS:
        breaks = [match for match in kind.finditer(text, 0, len(head) + 1) if 0 < match.start() <= len(head)]
        if breaks:
            return text[: breaks[-1].start()].rstrip(), text[breaks[-1].end() :].lstrip()
    return head, text[len(head) :]
