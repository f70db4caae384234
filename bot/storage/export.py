"""The export of a conversation: all that is kept of it, for the person it belongs to."""

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
"""Columns of hashes that distinguish rows and mean nothing to a person."""

_PACKED = frozenset({"state", "reply"})
"""Columns of msgpack."""


class ShownRows(NamedTuple):
    """What the tables have of a conversation, as far as it means something to its person.

    Attributes:
        questions: unanswered questions, masked, the latest first.
        opinions: number of opinions on answers.
        comments: words sent with opinions, masked.
        replies: number of replies kept in case their message is sent again.
        alerts: departments it gets alerts for, empty if not known; None without alerts.
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
        """What is kept of a conversation besides its state, for the person who asks in it."""

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
        """Every row of a conversation by table, as data for JSON; an empty list for a table without rows."""

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
