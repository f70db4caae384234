"""Which messages of ours answer which message of an adviser's: where that one is edited, these are edited too."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.dialects import insert
from bot.storage.identifiers import Identifiers, Identity
from bot.storage.schema import deliveries, now


class Deliveries:
    """Notes and finds them. `message_key` is the id that the channel gave the adviser's message."""

    def __init__(self, database: Database, identifiers: Identifiers) -> None:
        self._database = database
        self._identifiers = identifiers

    async def note(self, identity: Identity, message_key: str, sent: Sequence[int]) -> None:
        """Note the ids of all our messages that answer one; those noted before are replaced.

        Not for the answer that tells of an erasure: the note would be the first thing kept of them again.
        """
        hashes = self._identifiers.message(identity, message_key)

        def work(connection: Connection) -> None:
            if len(hashes) > 1:
                connection.execute(delete(deliveries).where(deliveries.c.message.in_(hashes[1:])))
            values = {"conversation": identity.id, "sent": list(sent), "at": now()}
            statement = insert(connection, deliveries).values(message=hashes[0], **values)
            connection.execute(statement.on_conflict_do_update(index_elements=["message"], set_=values))

        await self._database.write(work)

    async def of(self, identity: Identity, message_key: str) -> tuple[int, ...] | None:
        """The ids of our messages that answer one, in the order they were sent; None where none is noted."""
        hashes = self._identifiers.message(identity, message_key)
        statement = select(deliveries.c.sent).where(deliveries.c.message.in_(hashes))
        found = await self._database.read(lambda connection: connection.execute(statement).scalar())
        return None if found is None else tuple(found)
