"""The messages sent in answer to an adviser's message: if the adviser edits it, they are edited too."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.dialects import insert
from bot.storage.identifiers import ConversationKey, Identifiers
from bot.storage.schema import deliveries, now


class SentMessages:
    """Keeps the ids of sent messages. `message_key` is the channel's id of the adviser's message."""

    def __init__(self, database: Database, identifiers: Identifiers) -> None:
        self._database = database
        self._identifiers = identifiers

    async def note(
        self, conversation_key: ConversationKey, message_key: str, sent: Sequence[int], text: str | None = None
    ) -> None:
        """Keep the ids of all messages that answer a message, in place of those kept before.

        If `text` is given, a keyed hash of it is kept. Do not call this for the confirmation of an erasure: it would
        keep something of the adviser again.
        """
        hashes = self._identifiers.message(conversation_key, message_key)
        answered = None if text is None else self._texts(conversation_key, message_key, text)[0]

        def work(connection: Connection) -> None:
            if len(hashes) > 1:
                connection.execute(delete(deliveries).where(deliveries.c.message.in_(hashes[1:])))
            values = {"conversation": conversation_key.id, "sent": list(sent), "answered": answered, "at": now()}
            statement = insert(connection, deliveries).values(message=hashes[0], **values)
            connection.execute(statement.on_conflict_do_update(index_elements=["message"], set_=values))

        await self._database.write(work)

    async def of(self, conversation_key: ConversationKey, message_key: str) -> tuple[int, ...] | None:
        """The ids of the messages that answer a message, in the order sent; None if none are kept."""
        hashes = self._identifiers.message(conversation_key, message_key)
        statement = select(deliveries.c.sent).where(deliveries.c.message.in_(hashes))
        found = await self._database.read(lambda connection: connection.execute(statement).scalar())
        return None if found is None else tuple(found)

    async def forget(self, conversation_key: ConversationKey, message_key: str) -> None:
        """Delete what is kept of a message and its answer."""
        gone = delete(deliveries).where(
            deliveries.c.message.in_(self._identifiers.message(conversation_key, message_key))
        )
        await self._database.write(lambda connection: connection.execute(gone))

    async def answers(self, conversation_key: ConversationKey, message_key: str, text: str) -> bool:
        """Whether the messages kept for a message answer exactly this text."""
        hashes = self._identifiers.message(conversation_key, message_key)
        statement = select(deliveries.c.answered).where(deliveries.c.message.in_(hashes))
        found = await self._database.read(lambda connection: connection.execute(statement).scalar())
        return found in self._texts(conversation_key, message_key, text)

    def _texts(self, conversation_key: ConversationKey, message_key: str, text: str) -> tuple[str, ...]:
        """The hashes of a message and its text, one for each key; the same text elsewhere has other hashes."""
        return self._identifiers.message(conversation_key, f"{message_key}:{text}")
