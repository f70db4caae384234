"""Updates that belong to no turn (a button pressed, a bot blocked): handled once, by whoever claims them first."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.identifiers import Identifiers
from bot.storage.schema import now, seen
from bot.storage.statements import insert_once


class Once:
    """Claims updates. A message with an id needs none of this: its turn notes it."""

    def __init__(self, database: Database, identifiers: Identifiers) -> None:
        self._database = database
        self._identifiers = identifiers

    async def claim(self, channel: str, update: str) -> bool:
        """Whether the update is ours to handle: True for the first that asks, of all processes."""
        keys = self._identifiers.update(channel, update)

        def work(connection: Connection) -> bool:
            older = select(seen.c.key).where(seen.c.channel == channel, seen.c.key.in_(keys[1:]))
            if len(keys) > 1 and connection.execute(older).first():
                return False
            return insert_once(connection, seen, channel=channel, key=keys[0], conversation=None, reply=None, at=now())

        return await self._database.write(work)

    async def release(self, channel: str, update: str) -> None:
        """Give a claim back after a failure, so that the update sent again is handled."""
        keys = self._identifiers.update(channel, update)
        statement = delete(seen).where(seen.c.channel == channel, seen.c.key.in_(keys))
        await self._database.write(lambda connection: connection.execute(statement))
