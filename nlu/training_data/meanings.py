"""Logged conversations whose writers said what each message meant: JSON, a turn a line (`nlu/annotated/meanings`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Literal

import msgspec

from nlu.forms import QuestionForm
from nlu.meaning import NO_TOPIC, Holder, MessageAct, MessageLink, Operation, Who
from rules.errors import Finding, ProgrammeError
from rules.model import Place

MEANINGS = Path(__file__).parents[1] / "annotated" / "meanings"

Truth = Literal["oui", "non", "en partie", "inconnu"]


class SupposedClaim(msgspec.Struct, frozen=True):
    """What a yes-or-no question supposes.

    Attributes:
        attribute: what it is about: "durée", "nombre", "organisme", "payeur", …
        value: what is supposed of it, in the writer's words.
        truth: what the programme says of it.
    """

    attribute: str
    value: str
    truth: Truth


class NamedSpan(msgspec.Struct, frozen=True):
    """Words of a message that name something.

    Attributes:
        words: as they stand in the message.
        kind: what they name, a key of `nlu.meaning.ROLES`.
        role: what it is here, of the roles of its kind.
        holder: whose it is.
    """

    words: str
    kind: str
    role: str
    holder: Holder


class OtherAsk(msgspec.Struct, frozen=True):
    """Another question of the same message; `part` has the words that ask it."""

    topic: str
    course: str = NO_TOPIC
    form: QuestionForm = QuestionForm.NONE
    who: Who = Who.NOBODY
    part: str = ""


class Meaning(msgspec.Struct, frozen=True):
    """What a message means in its conversation.

    Attributes:
        act: what its writer does.
        topic: the question to answer, by its intent; `NO_TOPIC` where there is none.
        course: the course that it is about, named or not; `NO_TOPIC` where there is none.
        form: what the question wants to be told.
        who: whom it is about.
        link: how it depends on what came before.
        place: the department or town that counts now; empty where none is known or needed.
        operation: what to do with the answer; None where the file does not have it, nor spans then.
        claim: what a yes-or-no question supposes; not every file has it.
        part: the words that ask the first question, where there are several.
        more: the other questions of the message.
        spans: what the message names.
    """

    act: MessageAct
    topic: str
    course: str
    form: QuestionForm
    who: Who
    link: MessageLink
    place: str = ""
    operation: Operation | None = None
    claim: SupposedClaim | None = None
    part: str = ""
    more: tuple[OtherAsk, ...] = ()
    spans: tuple[NamedSpan, ...] = ()


class LoggedTurn(msgspec.Struct, frozen=True):
    """A turn of a logged conversation.

    Attributes:
        writer: who wrote the message.
        conversation: its number among those of the writer.
        turn: its number in the conversation, from 1.
        message: as it was sent; the id of a button where it was clicked.
        reply: what was answered, as plain text, buttons in brackets.
        meaning: what the writer meant; None for a click.
        click: whether a button was clicked.
    """

    writer: str
    conversation: int
    turn: int
    message: str
    reply: str
    meaning: Meaning | None = None
    click: bool = False


def read_turns(path: Path = MEANINGS) -> list[LoggedTurn]:
    """The turns of a file, in its order; those of a folder, file by file.

    Raises:
        ProgrammeError: a line is no turn; every such line is told.
        OSError: there is no such file.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    findings: list[Finding] = []
    turns = [turn for file in files for turn in _turns(file, findings)]
    if findings:
        raise ProgrammeError(findings)
    return turns


def conversations(turns: Sequence[LoggedTurn]) -> Iterator[list[LoggedTurn]]:
    """The turns by conversation, each in its order."""
    ordered = sorted(turns, key=lambda turn: (turn.writer, turn.conversation, turn.turn))
    for _, found in groupby(ordered, key=lambda turn: (turn.writer, turn.conversation)):
        yield list(found)


def _turns(file: Path, findings: list[Finding]) -> Iterator[LoggedTurn]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            turn = msgspec.json.decode(line, type=LoggedTurn)
        except msgspec.DecodeError as error:  # a wrong value too
            remedy = "écrire un tour par ligne, comme le dit nlu/annotated/meanings/README.md"
            findings.append(Finding(Place(file, number), f"ce n’est pas un tour : {error}", remedy))
            continue
        if turn.meaning is None and not turn.click:
            remedy = "écrire son sens sous « meaning », ou « click » si c’est un bouton"
            findings.append(Finding(Place(file, number), "ce message n’a pas de sens noté", remedy))
            continue
        yield turn
