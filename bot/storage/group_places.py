"""The places of groups: set by an administrator, for members who have not stated theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.dialects import insert
from bot.storage.identifiers import ConversationKey
from bot.storage.schema import group_places, now
from nlu.entities.model import StatedPlace

_USED_EVERY: Final = timedelta(days=1)
"""The use of a group's place is noted at most this often."""


class GroupPlaces:
    """Keeps the place of each group, by the key of the group itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, group_key: ConversationKey, place: StatedPlace) -> None:
        """Keep the place of a group, in place of an earlier one."""
        values = {"codes": list(place.codes), "name": place.name, "used": now()}

        def work(connection: Connection) -> None:
            connection.execute(group_places.delete().where(group_places.c.conversation.in_(group_key.hashes[1:])))
            statement = insert(connection, group_places).values(conversation=group_key.id, **values)
            connection.execute(statement.on_conflict_do_update(index_elements=["conversation"], set_=values))

        await self._database.write(work)

    async def of(self, group_key: ConversationKey) -> StatedPlace | None:
        """The place of a group, None without one. Its use is noted: it is kept for a year after the last."""
        mine = group_places.c.conversation.in_(group_key.hashes)
        row = await self._database.read(lambda connection: connection.execute(select(group_places).where(mine)).first())
        if row is None:
            return None
        if now() - row.used > _USED_EVERY or row.conversation != group_key.id:
            used = update(group_places).where(mine).values(conversation=group_key.id, used=now())
            await self._database.write(lambda connection: connection.execute(used))
        return StatedPlace(tuple(row.codes), row.name)
