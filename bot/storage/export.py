"""The export of a conversation: all that is kept of it, for the person who asks to see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.identifiers import ConversationKey
from bot.storage.schema import PERSONAL, feedback, unanswered

_HIDDEN = frozenset({"answered", "digest", "key", "message"})
"""Columns of hashes, which serve to tell rows apart and mean nothing to a person."""

_PACKED = frozenset({"state", "reply"})
"""Columns of msgpack."""


class Export:
    """Reads the rows of a conversation from every table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def questions_and_opinions(self, conversation_key: ConversationKey) -> tuple[list[str], int]:
        """The questions without answer of a conversation, masked, the latest first; how many opinions it gave."""

        def work(connection: Connection) -> tuple[list[str], int]:
            of_conversation = unanswered.c.conversation.in_(conversation_key.hashes)
            questions = select(unanswered.c.text).where(of_conversation).order_by(unanswered.c.at.desc())
            opinions = select(func.count()).where(feedback.c.conversation.in_(conversation_key.hashes))
            return [*connection.execute(questions).scalars()], connection.execute(opinions).scalar() or 0

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
