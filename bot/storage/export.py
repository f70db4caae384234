"""The export of a conversation: all that is kept of it, for the person who asks to see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.identifiers import ConversationKey
from bot.storage.schema import PERSONAL, feedback, subscriptions, unanswered

_HIDDEN = frozenset({"answered", "digest", "key", "message"})
"""Columns of hashes, which serve to tell rows apart and mean nothing to a person."""

_PACKED = frozenset({"state", "reply"})
"""Columns of msgpack."""


class ShownRows(NamedTuple):
    """What a conversation has in the tables, in words and numbers that mean something to its person.

    questions: those without answer, masked, the latest first.
    opinions: how many there are on answers.
    comments: the words that came with them, masked.
    replies: how many are kept, in case that their message comes again.
    alerts: the departments for which it is alerted, none where they are not known; None where it is not.
    """

    questions: tuple[str, ...]
    opinions: int
    comments: tuple[str, ...]
    replies: int
    alerts: tuple[str, ...] | None


class Export:
    """Reads the rows of a conversation from every table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def shown(self, conversation_key: ConversationKey) -> ShownRows:
        """What is shown of a conversation to whoever asks in it what is kept, beside its state."""

        def work(connection: Connection) -> ShownRows:
            def of(table: str, *columns: Any) -> Any:
                return connection.execute(select(*columns).where(PERSONAL[table].in_(conversation_key.hashes)))

            questions = of("unanswered", unanswered.c.text, unanswered.c.at).all()
            opinions = of("feedback", feedback.c.text).scalars().all()
            return ShownRows(
                questions=tuple(row.text for row in sorted(questions, key=lambda row: row.at, reverse=True)),
                opinions=len(opinions),
                comments=tuple(filter(None, opinions)),
                replies=of("seen", func.count()).scalar(),
                alerts=next((tuple(codes) for codes in of("subscriptions", subscriptions.c.codes).scalars()), None),
            )

        return await self._database.read(work)

    def rows_sync(self, conversation_key: ConversationKey) -> dict[str, list[dict[str, Any]]]:
        """Every row of a conversation by table, as data for JSON; a table that has none gives an empty list."""

        def work(connection: Connection) -> dict[str, list[dict[str, Any]]]:
            return {name: _rows(connection, column, conversation_key) for name, column in PERSONAL.items()}

        return self._database.read_sync(work)


def _rows(connection: Connection, column: Any, conversation_key: ConversationKey) -> list[dict[str, Any]]:
    rows = connection.execute(select(column.table).where(column.in_(conversation_key.hashes))).mappings()
    return [{name: _plain(name, value) for name, value in row.items() if name not in _HIDDEN} for row in rows]


def _plain(name: str, value: Any) -> Any:
    if name in _PACKED and value is not None:
        try:
            return msgspec.msgpack.decode(value)
        except msgspec.DecodeError:
            return None  # of a form that this version reads no more: as good as none
    return value.isoformat() if isinstance(value, datetime) else value
