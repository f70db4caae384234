"""What advisers say of answers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.identifiers import Identity
from bot.storage.masking import Mask
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

    def __init__(self, database: Database, mask: Mask) -> None:
        self._database = database
        self._mask = mask

    async def add(self, identity: Identity, opinion: Opinion) -> None:
        """Keep one."""

        def work(connection: Connection) -> None:
            connection.execute(
                feedback.insert().values(
                    at=now(),
                    conversation=identity.id,
                    question=opinion.question,
                    outcome=opinion.outcome,
                    trace=opinion.trace,
                    useful=opinion.useful,
                    reason=opinion.reason,
                    text=self._mask(opinion.text) if opinion.text else None,
                )
            )

        await self._database.write(work)
