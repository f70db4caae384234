"""A row that the encoder is adapted to. Nothing here needs the project's other libraries: two environments read it."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

MESSAGE_FIELDS: Final = ("topic", "course", "act", "form", "who", "link", "operation", "claim", "distress")
"""What is learnt of a message, or of the words of it that ask one question."""

TOKEN_FIELDS: Final = ("kind", "role", "holder", "begins", "asks")
"""What is learnt of each token."""

Source = Literal["gold", "joined", "sentence", "follow_up", "annotated", "distress"]


class NamedTokens(msgspec.Struct, frozen=True):
    """What the tokens of a message name, each label for one token.

    Attributes:
        kind: what it names, a key of `nlu.meaning.ROLES`.
        role: what that is here.
        holder: whose it is.
        begins: 1 where a token begins to name something.
    """

    kind: list[str]
    role: list[str]
    holder: list[str]
    begins: list[int]


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message, or the words of it that ask one question.

    Attributes:
        source: where it is from.
        writer: who wrote it; a file, or the intent of a sentence.
        ids: the message's tokens.
        labels: of its fields, by `MESSAGE_FIELDS`; a field that nobody labelled is left out.
        before: the tokens of what was said before, with what that was about.
        gist: those of the last reply's gist alone.
        part: the tokens that ask, first and end; None for all of them.
        named: what tokens name; None where nobody labelled it.
        asks: which of its questions each token asks: 0 none, 1 the first, …; None where nobody labelled it.
    """

    source: Source
    writer: str
    ids: list[int]
    labels: dict[str, str]
    before: list[int] = []
    gist: list[int] = []
    part: tuple[int, int] | None = None
    named: NamedTokens | None = None
    asks: list[int] | None = None


class Frame(msgspec.Struct, frozen=True):
    """The tokens around each text: those before it, and the mark after it."""

    prefix: list[int]
    end: int

    def around(self, row: Row) -> tuple[list[int], int]:
        """All tokens of a row, and where the message's own begin."""
        before = [*self.prefix, *row.before, self.end] if row.before else self.prefix
        return [*before, *row.ids, self.end], len(before)


class RowsFile(msgspec.Struct, frozen=True):
    """What is learnt from, and how it stands among the tokens that the encoder adds.

    Attributes:
        frame: the tokens around each text.
        rows: what is learnt from.
        known: tokens of sentences whose vectors the card tells, by the sentences.
    """

    frame: Frame
    rows: list[Row]
    known: dict[str, list[int]]
