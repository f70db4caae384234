"""What the assistant keeps of a conversation: the facts stated, the last questions and the language. No text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

DEFAULT_LANGUAGE = "fr"

LONGEST_THREAD = 4
"""Questions remembered, newest first; an adviser who comes back to an older one asks it again."""


class Territory(msgspec.Struct, frozen=True):
    """The territory stated. Several codes: all of them are meant, or, if `ambiguous`, one of them, not known which."""

    codes: tuple[str, ...]
    name: str
    ambiguous: bool = False


class Asked(msgspec.Struct, frozen=True):
    """A question of the conversation, about a course where one was named, for a day where one was asked about."""

    question: str
    course: str | None = None
    day: date | None = None


class Memory(msgspec.Struct, frozen=True):
    """The state of a conversation, as it is stored."""

    language: str | None = None
    territory: Territory | None = None
    own: Territory | None = None
    """The adviser's own territory, while the conversation is about someone else's."""
    facts: dict[str, str] = msgspec.field(default_factory=dict)
    thread: tuple[Asked, ...] = ()
    pending: bool = False
    """The last reply asked for a fact."""
    confirming: str | None = None
    """The intent that the last reply asked to confirm, with yes or no."""

    def with_thread(self, *asked: Asked) -> Memory:
        """The memory after these questions, the last of them newest."""
        thread = tuple(dict.fromkeys((*reversed(asked), *self.thread)))[:LONGEST_THREAD]
        return msgspec.structs.replace(self, thread=thread)

    def to_data(self) -> dict[str, Any]:
        """Plain data for a Rasa slot."""
        return msgspec.to_builtins(self)  # type: ignore[no-any-return]

    @staticmethod
    def from_data(data: object) -> Memory:
        """The memory in a slot; an empty one where the slot is empty or of an older form."""
        try:
            return msgspec.convert(data, Memory) if data else Memory()
        except msgspec.ValidationError:
            return Memory()


@dataclass(frozen=True)
class Question:
    """A question to answer now, with the facts that hold for it; for today unless a day is given."""

    question: str
    facts: Mapping[str, str]
    territory: Territory | None
    day: date | None = None


@dataclass(frozen=True)
class Reading:
    """How a message was read in its conversation.

    `intent` is what Rasa's policies see; `questions` are to be answered in order; `choices` are the readings to offer
    when the message is unclear; `hesitant`: the questions are a guess; `forgotten`: facts the memory let go; `memory`
    is the state after the message.
    """

    intent: str
    language: str
    memory: Memory
    questions: tuple[Question, ...] = ()
    choices: tuple[Asked, ...] = ()
    scores: tuple[tuple[str, float], ...] = ()
    forgotten: tuple[str, ...] = ()
    hesitant: bool = False

    def to_data(self) -> dict[str, Any]:
        """Plain data for Rasa's parse result."""
        return msgspec.to_builtins(self)  # type: ignore[no-any-return]

    @staticmethod
    def from_data(data: object) -> Reading:
        """The reading in Rasa's parse result."""
        return msgspec.convert(data, Reading)


def remember(memory: Memory, **changes: Any) -> Memory:
    """The memory with some parts replaced."""
    return msgspec.structs.replace(memory, **changes)
