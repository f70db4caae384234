"""A message to the assistant and its reply, the same for every channel; each channel renders it its own way."""

from __future__ import annotations

from typing import Literal

import msgspec

from nlu.dialogue.state import AwaitedFact, SentReply
from nlu.entities.model import StatedPlace
from nlu.intents import FORGET

Channel = Literal["rest", "web", "telegram", "terminal", "cli"]

LONGEST_MESSAGE = 4000
"""Characters of a message that are read; Telegram's own limit is 4,096."""


EMPHASIS = "➜"
"""A line of a paragraph that begins with this stands out: channels show it in bold, where they can."""


class Message(msgspec.Struct, frozen=True):
    """What an adviser sent.

    `conversation` is the channel's own id of the conversation; `id`, where the channel or its client gives one, is the
    message's own: the same message sent again gets the reply it got before. `language` and `territory` are what the
    channel tells of an adviser who has not said it: the language of their telephone, the region of the hub whose page
    or link they came by. `edited`: its reply takes the place of an earlier one.
    """

    conversation: str
    text: str
    channel: Channel = "rest"
    language: str | None = None
    territory: StatedPlace | None = None
    id: str | None = None
    edited: bool = False


class LinkButton(msgspec.Struct, frozen=True):
    """A link to act on."""

    title: str
    url: str


class Choice(msgspec.Struct, frozen=True):
    """A button that sends `id` back as a message."""

    id: str
    title: str


class Reply(msgspec.Struct, frozen=True):
    """An answer: paragraphs, then notices of other sources, then links and choices, then the sources.

    `question` and `trace` tell feedback and logs what was answered, without any text of the adviser's. `answered`:
    no part of it says that the programme is silent. `sent` is what the conversation keeps of it, `awaits` what it asks.
    `quoting` are the paragraphs that quote the adviser: they are sent, and never kept.
    """

    language: str
    paragraphs: tuple[str, ...]
    notices: tuple[str, ...] = ()
    links: tuple[LinkButton, ...] = ()
    choices: tuple[Choice, ...] = ()
    sources: tuple[str, ...] = ()
    question: str | None = None
    outcome: str | None = None
    trace: str | None = None
    answered: bool = True
    sent: SentReply | None = None
    awaits: AwaitedFact | None = None
    quoting: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The reply as plain text, sources last, each on a line of its own."""
        return "\n\n".join([*self.paragraphs, *self.notices, *(["\n".join(self.sources)] if self.sources else [])])

    @property
    def rateable(self) -> bool:
        """Whether an opinion may be given on it: it answers a question of the programme."""
        return self.trace is not None

    @property
    def erased(self) -> bool:
        """Whether it tells that what was kept of the conversation was erased by this turn."""
        return self.question == FORGET

    def without_quotes(self) -> Reply:
        """The reply without a word of the adviser's."""
        paragraphs = tuple(text for text in self.paragraphs if text not in self.quoting)
        return msgspec.structs.replace(self, paragraphs=paragraphs, quoting=())

    def packed(self) -> bytes:
        """The reply as it is stored."""
        return msgspec.msgpack.encode(self.without_quotes())

    @staticmethod
    def unpacked(stored: bytes) -> Reply:
        """A reply as it was stored."""
        return msgspec.msgpack.decode(stored, type=Reply)
