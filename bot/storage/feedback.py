"""Feedback: the opinions of advisers on answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.identifiers import ConversationKey
from bot.storage.masking import Masking
from bot.storage.schema import feedback, now


@dataclass(frozen=True)
class Opinion:
    """An opinion on an answer.

    Attributes:
        useful: whether the answer was useful.
        question: question answered.
        outcome: name of the answer.
        trace: id of the reason for the answer.
        reason: why it was not useful.
        text: the adviser's words, if any.
        hub: id of the hub whose page or link the adviser came by.
    """

    useful: bool
    question: str | None
    outcome: str | None
    trace: str | None
    reason: str | None = None
    text: str | None = None
    hub: str | None = None


class Feedback:
    """Keeps opinions, with their text masked."""

    def __init__(self, database: Database, mask: Masking) -> None:
        self._database = database
        self._mask = mask

    async def give(self, conversation_key: ConversationKey, opinion: Opinion) -> None:
        """Keep an opinion, in place of the same conversation's earlier one on the same answer."""
        values = {
            "at": now(),
            "question": opinion.question,
            "outcome": opinion.outcome,
            "hub": opinion.hub,
            "useful": opinion.useful,
            "reason": opinion.reason,
            "text": self._masked(opinion.text),
        }

        def work(connection: Connection) -> None:
            if not connection.execute(_update(conversation_key, opinion.trace).values(values)).rowcount:
                new = {"conversation": conversation_key.id, "trace": opinion.trace, **values}
                connection.execute(feedback.insert().values(new))

        await self._database.write(work)

    async def complete(
        self, conversation_key: ConversationKey, trace: str, *, reason: str | None = None, text: str | None = None
    ) -> bool:
        """Add a reason or a text to an opinion; False if the opinion is no longer kept."""
        added = {"reason": reason} if reason else {"text": self._masked(text)}
        statement = _update(conversation_key, trace).values(added)
        return bool(await self._database.write(lambda connection: connection.execute(statement).rowcount))

    def _masked(self, text: str | None) -> str | None:
        return self._mask(text) if text else None


def _update(conversation_key: ConversationKey, trace: str | None) -> Any:
    """The statement that changes a conversation's opinion on an answer."""
    return feedback.update().where(feedback.c.conversation.in_(conversation_key.hashes), feedback.c.trace == trace)
