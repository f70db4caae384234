"""A message to the assistant and its reply, the same for every channel; each channel renders it its own way."""

from __future__ import annotations

import re
from typing import Final, Literal

import msgspec

from nlu.dialogue.state import AwaitedFact, SentReply
from nlu.entities.model import StatedPlace
from nlu.intents import FORGET

Channel = Literal["rest", "web", "telegram", "terminal", "cli"]

LONGEST_MESSAGE = 4000
"""Characters of a message that are read; Telegram's own limit is 4,096."""

EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
"""An address in a text."""


class Message(msgspec.Struct, frozen=True):
    """What an adviser sent.

    `conversation` is the channel's own id of the conversation; `id`, where the channel or its client gives one, is the
    message's own: the same message sent again gets the reply it got before. `language` and `territory` are what the
    channel tells of an adviser who has not said it: the language of their telephone, the region of the hub whose page
    or link they came by; `hub` is its id. `edited`: its reply takes the place of an earlier one.
    """

    conversation: str
    text: str
    channel: Channel = "rest"
    language: str | None = None
    territory: StatedPlace | None = None
    hub: str | None = None
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


class Card(msgspec.Struct, frozen=True, tag="card"):
    """A part of an answer under the name of what it is for (a training, some departments), with its own links."""

    title: str
    text: str
    links: tuple[LinkButton, ...] = ()

    @property
    def plain(self) -> str:
        """The title, then the text; its links are the channel's to show."""
        return f"{self.title}\n{self.text}"


class PathStep(msgspec.Struct, frozen=True):
    """A stage on a path: its line, what is told of it, and whether it comes next."""

    line: str
    details: tuple[str, ...] = ()
    is_next: bool = False


class PathSteps(msgspec.Struct, frozen=True, tag="steps"):
    """A path, stage by stage."""

    steps: tuple[PathStep, ...]

    @property
    def plain(self) -> str:
        """A line for each stage, its details indented under it."""
        return "\n".join(line for step in self.steps for line in (step.line, *(f"    {text}" for text in step.details)))


class ComparisonTable(msgspec.Struct, frozen=True, tag="table"):
    """Things compared: a row for each, whose first cell names it; `lines` says the same where no table can be drawn."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...]

    @property
    def plain(self) -> str:
        """A line for each thing compared."""
        return "\n".join(self.lines)


class Fold(msgspec.Struct, frozen=True, tag="fold"):
    """What is less urgent, under a title: channels that can do so show it only when it is asked for."""

    title: str
    texts: tuple[str, ...]

    @property
    def plain(self) -> str:
        """The title, then the texts."""
        return "\n\n".join((self.title, *self.texts))


Block = str | Card | PathSteps | ComparisonTable | Fold
"""A part of a reply that channels show in a form of its own; plain text is a paragraph, with lists of "•" lines."""


def plain(block: Block) -> str:
    """A block as plain text."""
    return block if isinstance(block, str) else block.plain


class Reply(msgspec.Struct, frozen=True, rename={"blocks": "paragraphs"}):
    """An answer: blocks, of which the first is the verdict, then notices of other sources, choices, links and sources.

    `question` and `trace` tell feedback and logs what was answered, without any text of the adviser's. `answered`:
    no part of it says that the programme is silent. `sent` is what the conversation keeps of it, `awaits` what it asks.
    `quoting` are the blocks that quote the adviser: they are sent, and never kept. `links` are those of no card.

    Stored, blocks are "paragraphs", as they were when a reply had nothing but texts: those kept then are read as well.
    """

    language: str
    blocks: tuple[Block, ...]
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
    def paragraphs(self) -> tuple[str, ...]:
        """The blocks as plain text."""
        return tuple(plain(block) for block in self.blocks)

    @property
    def all_links(self) -> tuple[LinkButton, ...]:
        """The links of the cards, then the others, each once."""
        cards = (link for block in self.blocks if isinstance(block, Card) for link in block.links)
        return tuple(dict.fromkeys((*cards, *self.links)))

    @property
    def words(self) -> int:
        """How many words an adviser has before them: what is folded and the sources apart."""
        shown = (plain(block) for block in self.blocks if not isinstance(block, Fold))
        words = (word for text in (*shown, *self.notices) for word in text.split())
        return sum(any(map(str.isalnum, word)) for word in words)

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
        blocks = tuple(block for block in self.blocks if block not in self.quoting)
        return msgspec.structs.replace(self, blocks=blocks, quoting=())

    def packed(self) -> bytes:
        """The reply as it is stored."""
        return msgspec.msgpack.encode(self.without_quotes())

    @staticmethod
    def unpacked(stored: bytes) -> Reply:
        """A reply as it was stored."""
        return msgspec.msgpack.decode(stored, type=Reply)
