"""What advisers ask, and what they are promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.doubles.telegram import Chat, Double, Message, Person
from tests.doubles.telegram.texts import typed

DEPARTMENTS = {
    "pour les Landes": "Landes",
    "en Charente": "Charente",
    "en Gironde": "Gironde",
    "en Dordogne": "Dordogne",
    "dans la Creuse": "Creuse",
}
"""Places as a question names them, and the word of them that its answer has."""


@dataclass(frozen=True)
class Asked:
    """A message of an adviser's. `expected`: a word of its answer; `messages`: of ours under it, when all is said."""

    chat: Chat
    message: int
    expected: str = ""
    messages: int = 1

    @property
    def answers(self) -> list[Message]:
        """Our messages that reply to it."""
        return [message for message in self.chat.shown if message.reply_to == self.message]

    @property
    def answered(self) -> bool:
        """Whether what it asks for was said."""
        return any(self.expected in message.text for message in self.answers) and len(self.answers) >= self.messages


def question(number: int) -> tuple[str, str]:
    """What an adviser asks as the n-th of many things, which only the first makes clear, and the word of its answer."""
    place, expected = list(DEPARTMENTS.items())[number % len(DEPARTMENTS)]
    return (f"et {place} ?" if number else f"quel organisme pour le titre complet {place} ?"), expected


def asks(chat: Person, number: int = 0) -> Asked:
    """An adviser asks the n-th thing."""
    text, expected = question(number)
    return Asked(chat, chat.writes(text), expected)


def written(chat: Person, number: int = 0) -> tuple[Asked, dict[str, Any]]:
    """As `asks`, but the update is handed to the test, which delivers it."""
    text, expected = question(number)
    world = chat.double.world
    message = world.post(chat.state, chat.user, typed(text).fields())
    return Asked(chat, message.id, expected), {"update_id": world.updates.next_id(), "message": message.json()}


def all_answered(double: Double, asked: Sequence[Asked], seconds: float = 60.0) -> None:
    """Waits until everything is answered.

    Raises:
        AssertionError: it was not before the deadline; says how much is not.
    """
    waiting = list(asked)

    def none_left() -> bool:
        waiting[:] = [question for question in waiting if not question.answered]
        return not waiting

    try:
        double.wait(none_left, "answers", seconds)
    except AssertionError as error:
        shown = [[message.text[:60] for message in question.answers] for question in waiting[:5]]
        raise AssertionError(f"{error}: {len(waiting)} of {len(asked)} lack; their first have {shown}") from None


def promise_kept(asked: Sequence[Asked], *, allowed: int = 0, unreachable: int = 0) -> None:
    """Never silence, never two answers but for the one exception, and the order of each chat; once all is said.

    Args:
        asked: what advisers asked.
        allowed: second answers to it, of messages that Telegram had taken before a process died, unknown to us.
        unreachable: of those asked, how many Telegram refuses for good to bring an answer.

    Raises:
        AssertionError: it is not kept.
    """
    unanswered = [question for question in asked if not question.answered]
    assert len(unanswered) == unreachable, unanswered
    assert sum(max(0, len(question.answers) - question.messages) for question in asked) == allowed, "answered twice"
    assert _out_of_order(asked) == 0


def _out_of_order(asked: Sequence[Asked]) -> int:
    """How many were answered before the question that their chat asked before."""
    first: dict[int, list[tuple[int, int]]] = {}
    for question in asked:
        if question.answers:
            first.setdefault(question.chat.id, []).append((question.message, question.answers[0].id))
    pairs = [pair for chat in first.values() for pair in pairwise(sorted(chat))]
    return sum(later[1] < earlier[1] for earlier, later in pairs)
