"""What advisers say of answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.identifiers import Identity
from bot.storage.masking import Masking
from bot.storage.schema import feedback, now


@dataclass(frozen=True)
class Opinion:
    """On one answer, told by its question, outcome and trace; `text` is the adviser's own words, if any."""

    useful: bool
    question: str | None
    outcome: str | None
    trace: str | None
    reason: str | None = None
    text: str | None = None


class Feedback:
    """Keeps opinions, with their text masked."""

    def __init__(self, database: Database, mask: Masking) -> None:
        self._database = database
        self._mask = mask

    async def give(self, identity: Identity, opinion: Opinion) -> None:
        """Keep one; in place of what the same conversation said of the same answer before."""
        values = {
            "at": now(),
            "question": opinion.question,
            "outcome": opinion.outcome,
            "useful": opinion.useful,
            "reason": opinion.reason,
            "text": self._masked(opinion.text),
        }

        def work(connection: Connection) -> None:
            if not connection.execute(_of(identity, opinion.trace).values(values)).rowcount:
                new = {"conversation": identity.id, "trace": opinion.trace, **values}
                connection.execute(feedback.insert().values(new))

        await self._database.write(work)

    async def complete(
        self, identity: Identity, trace: str, *, reason: str | None = None, text: str | None = None
    ) -> None:
        """Add a reason or a text to an opinion; nothing where it is no longer kept."""
        added = {"reason": reason} if reason else {"text": self._masked(text)}
        await self._database.write(lambda connection: connection.execute(_of(identity, trace).values(added)))

    def _masked(self, text: str | None) -> str | None:
        return self._mask(text) if text else None


def _of(identity: Identity, trace: str | None) -> Any:
    """Changes what a conversation said of an answer."""
    return feedback.update().where(feedback.c.conversation.in_(identity.hashes), feedback.c.trace == trace)
