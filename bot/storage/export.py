"""All that is kept of a conversation, for the person who asks to see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.identifiers import Identity
from bot.storage.schema import PERSONAL

_HIDDEN = frozenset({"digest", "key", "message"})
"""Hashes that serve to tell things apart and say nothing."""

_PACKED = frozenset({"state", "reply"})


class Export:
    """Reads what is kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def now_all(self, identity: Identity) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table that belongs to a conversation, as data for JSON; empty lists where none does."""

        def work(connection: Connection) -> dict[str, list[dict[str, Any]]]:
            return {name: _rows(connection, column, identity) for name, column in PERSONAL.items()}

        return self._database.now_read(work)


def _rows(connection: Connection, column: Any, identity: Identity) -> list[dict[str, Any]]:
    found = connection.execute(select(column.table).where(column.in_(identity.hashes))).mappings()
    return [{name: _plain(name, value) for name, value in row.items() if name not in _HIDDEN} for row in found]


def _plain(name: str, value: Any) -> Any:
    shown: dict[type, Callable[[Any], Any]] = {datetime: datetime.isoformat}
    if name in _PACKED and value is not None:
        try:
            return msgspec.msgpack.decode(value)
        except msgspec.DecodeError:
            return None  # of a form that this version reads no more: as good as none
    return shown.get(type(value), lambda one: one)(value)
