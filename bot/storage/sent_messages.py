"""The messages sent in answer to a message of an adviser: when the adviser edits it, they are edited too."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.dialects import insert
from bot.storage.identifiers import ConversationKey, Identifiers
from bot.storage.schema import deliveries, now


class SentMessages:
    """Keeps the ids of sent messages. `message_key`: the id that the channel gave the adviser's message."""

    def __init__(self, database: Database, identifiers: Identifiers) -> None:
        self._database = database
        self._identifiers = identifiers

    async def note(self, conversation_key: ConversationKey, message_key: str, sent: Sequence[int]) -> None:
        """Keep the ids of all messages that answer a message, in place of those kept before.

        Not for the answer that confirms an erasure: the row would be the first thing kept of the adviser again.
        """
        hashes = self._identifiers.message(conversation_key, message_key)

        def work(connection: Connection) -> None:
            if len(hashes) > 1:
                connection.execute(delete(deliveries).where(deliveries.c.message.in_(hashes[1:])))
            values = {"conversation": conversation_key.id, "sent": list(sent), "at": now()}
            statement = insert(connection, deliveries).values(message=hashes[0], **values)
            connection.execute(statement.on_conflict_do_update(index_elements=["message"], set_=values))

        await self._database.write(work)

    async def of(self, conversation_key: ConversationKey, message_key: str) -> tuple[int, ...] | None:
        """The ids of the messages that answer a message, in the order sent; None where none are kept."""
        hashes = self._identifiers.message(conversation_key, message_key)
        statement = select(deliveries.c.sent).where(deliveries.c.message.in_(hashes))
        found = await self._database.read(lambda connection: connection.execute(statement).scalar())
        return None if found is None else tuple(found)
