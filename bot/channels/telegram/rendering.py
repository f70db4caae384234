"""A reply as Telegram shows it: parts in its HTML, with the buttons under the last one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import msgspec

from bot.channels.telegram.limits import LONGEST_CALLBACK_DATA, LONGEST_TEXT, LONGEST_TITLE, SHORT_TITLE, units
from bot.channels.telegram.splitting import pieces
from bot.messages import Reply

_SCHEMES = ("https://", "http://", "tg://")
_APART = "\n\n"


class Button(msgspec.Struct, frozen=True):
    """A button under a message: it opens `url`, or sends `data` back."""

    title: str
    url: str | None = None
    data: str | None = None

    def __post_init__(self) -> None:
        """Refuse what Telegram would refuse.

        Raises:
            ValueError: no title; not exactly one of `url` and `data`; an address that is none of the web's; data that
                is empty or too long.
        """
        if not self.title.strip():
            raise ValueError("a button needs a title")
        if (self.url is None) == (self.data is None):
            raise ValueError(f"the button “{self.title}” needs either a url or data")
        if self.url is not None and not self.url.startswith(_SCHEMES):
            raise ValueError(f"the button “{self.title}” cannot open {self.url!r}")
        if self.data is not None and not 1 <= len(self.data.encode()) <= LONGEST_CALLBACK_DATA:
            raise ValueError(f"the data of the button “{self.title}” must have 1 to {LONGEST_CALLBACK_DATA} bytes")


Keyboard = tuple[tuple[Button, ...], ...]
"""Buttons by rows."""


class Part(msgspec.Struct, frozen=True):
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
        return f"<{self.tag}>{escaped}</{self.tag}>" if self.tag else escaped


def render(reply: Reply, last_row: Sequence[Button] = ()) -> tuple[Part, ...]:
    """The messages that show a reply, in order: one, unless it is longer than Telegram takes.

    Their text is `Reply.text`. Addresses stay plain: Telegram makes links of them.

    Args:
        reply: the reply, which has some text.
        last_row: buttons of the channel's own under those of the reply, such as those that ask for an opinion.
    """
    texts = [_APART.join(block.html for block in blocks) for blocks in _parts(_blocks(reply))]
    rows = keyboard(reply, last_row)
    last = len(texts) - 1
    return tuple(Part(text, rows if index == last else ()) for index, text in enumerate(texts))


def keyboard(reply: Reply, last_row: Sequence[Button] = ()) -> Keyboard:
    """The buttons of a reply: links one a row, choices two a row where both are short, then the channel's own."""
    links = [(Button(fitted(link.title), url=link.url),) for link in reply.links]
    choices = [Button(fitted(choice.title), data=choice.id) for choice in reply.choices]
    return (*links, *_rows(choices), *([tuple(last_row)] if last_row else ()))


def fitted(title: str) -> str:
    """A title that a phone shows whole: its beginning and its last word, which often tells two choices apart.

    "Les conditions d'accès (La formation initiale (CCP1))" becomes "Les conditions d'accès (La … (CCP1))".
    """
    if len(title) <= LONGEST_TITLE:
        return title
    beginning, _, last = title.rpartition(" ")
    room = LONGEST_TITLE - len(last) - len(" … ")
    if not beginning or room < SHORT_TITLE:
        return title[: LONGEST_TITLE - 1].rstrip() + "…"
    kept = beginning[: room + 1].rpartition(" ")[0] or beginning[:room]
    return f"{kept} … {last}"


def _rows(choices: Sequence[Button]) -> Iterator[tuple[Button, ...]]:
    waiting: Button | None = None
    for choice in choices:
        short = len(choice.title) <= SHORT_TITLE
        if waiting and short:
            yield waiting, choice
            waiting = None
            continue
        if waiting:
            yield (waiting,)
        waiting = choice if short else None
        if not short:
            yield (choice,)
    if waiting:
        yield (waiting,)


def _blocks(reply: Reply) -> Iterator[_Block]:
    """The reply's texts in order, each short enough for a message of its own."""
    tagged = [
        *((text, None) for text in reply.paragraphs),
        *((text, "blockquote") for text in reply.notices),
        ("\n".join(reply.sources), "i"),
    ]
    for text, tag in tagged:
        for piece in pieces(text):
            yield _Block(piece, tag)


def _parts(blocks: Iterator[_Block]) -> Iterator[list[_Block]]:
    """The blocks by message, as many in each as it takes."""
    part: list[_Block] = []
    length = 0
    for block in blocks:
        added = units(block.text) + (len(_APART) if part else 0)
        if part and length + added > LONGEST_TEXT:
            yield part
            part, length, added = [], 0, units(block.text)
        part.append(block)
        length += added
    if part:
        yield part
