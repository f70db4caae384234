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
    """A message from an adviser.

    Attributes:
        conversation: the channel's own id of the conversation.
        text: the words, or the id of a choice.
        channel: the channel it came by.
        language: language known to the channel (that of the telephone), until the adviser states one.
        territory: place known to the channel (the hub's region), until the adviser states one.
        hub: id of the hub whose page or link the adviser came by.
        id: the message's own id, if the channel or its client gives one; sent again, it gets the same reply.
        edited: whether its reply replaces an earlier one.
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
    """A part of an answer, titled with its training or departments, with its own links."""

    title: str
    text: str
    links: tuple[LinkButton, ...] = ()

    @property
    def plain(self) -> str:
        """The title, then the text; the channel shows the links."""
        return f"{self.title}\n{self.text}"


class PathStep(msgspec.Struct, frozen=True):
    """A stage of a path: its line, its details, and whether it comes next."""

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
    """A comparison. The first cell of a row names it; `lines` says the same without a table."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...]

    @property
    def plain(self) -> str:
        """A line for each thing compared."""
        return "\n".join(self.lines)


class Fold(msgspec.Struct, frozen=True, tag="fold"):
    """Less urgent texts under a title; channels that can fold show them on demand."""

    title: str
    texts: tuple[str, ...]

    @property
    def plain(self) -> str:
        """The title, then the texts."""
        return "\n\n".join((self.title, *self.texts))


Block = str | Card | PathSteps | ComparisonTable | Fold
"""A part of a reply, shown in its own form; plain text is a paragraph, with lists of "•" lines."""


def plain(block: Block) -> str:
    """A block as plain text."""
    return block if isinstance(block, str) else block.plain


class Reply(msgspec.Struct, frozen=True, rename={"blocks": "paragraphs"}):
    """The reply to a message.

    Feedback and logs use `question`, `outcome` and `trace`: they contain none of the adviser's words.

    Attributes:
        language: "fr" or "en".
        blocks: the parts of the answer, the verdict first. Stored as "paragraphs", so that older replies still load.
        notices: what other sources say.
        links: links to act on, without those of cards.
        choices: buttons that send a message back.
        sources: the sources, a line each.
        question: name of the question answered, or of the assistant's own text.
        outcome: name of the answer's text; "ask" if the reply asks for a fact.
        trace: short id of the reason for the answer.
        answered: False if a part says that the programme is silent.
        sent: what the conversation keeps of the reply.
        awaits: the fact it asks for.
        quoting: blocks that quote the adviser: sent, never stored.
        cells: the cells of the matrix that its lines say ("modules.payeur").
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
    cells: tuple[str, ...] = ()

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
        """The number of words shown at once: folds and sources are not counted."""
        shown = (plain(block) for block in self.blocks if not isinstance(block, Fold))
        words = (word for text in (*shown, *self.notices) for word in text.split())
        return sum(any(map(str.isalnum, word)) for word in words)

    @property
    def text(self) -> str:
        """The reply as plain text, sources last, each on a line of its own."""
        return "\n\n".join([*self.paragraphs, *self.notices, *(["\n".join(self.sources)] if self.sources else [])])

    @property
    def rateable(self) -> bool:
        """Whether it takes an opinion: it answers a question of the programme."""
        return self.trace is not None

    @property
    def erased(self) -> bool:
        """Whether it confirms that this turn erased the conversation."""
        return self.question == FORGET

    def without_quotes(self) -> Reply:
        """The reply without the adviser's own words."""
        blocks = tuple(block for block in self.blocks if block not in self.quoting)
        return msgspec.structs.replace(self, blocks=blocks, quoting=())

    def packed(self) -> bytes:
        """The reply as it is stored."""
        return msgspec.msgpack.encode(self.without_quotes())

    @staticmethod
    def unpacked(stored: bytes) -> Reply:
        """A reply as it was stored."""
        return msgspec.msgpack.decode(stored, type=Reply)
