"""A turn of a conversation: read at its start, written at its end in one transaction, or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.dialects import insert_once
from bot.storage.errors import TurnConflict
from bot.storage.identifiers import Identifiers, Identity
from bot.storage.schema import PERSONAL, conversations, now, seen
from bot.storage.unanswered import Unanswered, count


@dataclass
class Turn:
    """What a turn found, and what it is to leave.

    Found: `state` (None for a new conversation) and `given`, the reply that the same message got before (None for a
    message taken in for the first time). To leave: `kept`, the new state, `reply` and `unanswered`, where set.
    """

    identity: Identity
    message: tuple[str, ...] = ()
    state: bytes | None = None
    given: bytes | None = None
    kept: bytes | None = None
    reply: bytes | None = None
    unanswered: Unanswered | None = None
    row: str | None = None
    """The id of the row that was found."""
    version: int = 0
    others: tuple[str, ...] = ()
    """Ids of rows of the same conversation, under other keys, that are out of date."""


class Turns:
    """Begins and ends turns."""

    def __init__(self, database: Database, identifiers: Identifiers) -> None:
        self._database = database
        self._identifiers = identifiers

    async def begin(self, identity: Identity, message: str | None = None) -> Turn:
        """Read what a turn needs; `message` is the id that the channel or its client gave the message, if any."""
        hashes = self._identifiers.message(identity, message) if message is not None else ()
        turn = Turn(identity, hashes)
        await self._database.read(lambda connection: _read(connection, turn))
        return turn

    async def end(self, turn: Turn) -> None:
        """Write all that the turn leaves.

        Raises:
            TurnConflict: the conversation or the message was written meanwhile; nothing of this turn is.
        """
        await self._database.write(lambda connection: _write(connection, turn, self._identifiers))


# Built once: each turn takes them, and building costs more than running them on SQLite.
_FIND = (
    select(conversations.c.id, conversations.c.state, conversations.c.version)
    .where(conversations.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(conversations.c.updated.desc())
)
_GIVEN = select(seen.c.reply).where(
    seen.c.channel == bindparam("of"), seen.c.key.in_(bindparam("keys", expanding=True)), seen.c.reply.is_not(None)
)
_KEEP = (
    update(conversations)
    .where(conversations.c.id == bindparam("row"), conversations.c.version == bindparam("before"))
    .values(
        id=bindparam("new_id"),
        state=bindparam("new_state"),
        updated=bindparam("new_updated"),
        version=bindparam("new_version"),
    )
)


def _read(connection: Connection, turn: Turn) -> None:
    found = connection.execute(_FIND, {"ids": turn.identity.hashes}).all()
    if found:
        turn.row, turn.state, turn.version = found[0]
        turn.others = tuple(row.id for row in found[1:])
    if turn.message:
        turn.given = connection.execute(_GIVEN, {"of": turn.identity.channel, "keys": turn.message}).scalar()


def _write(connection: Connection, turn: Turn, identifiers: Identifiers) -> None:
    identity = turn.identity
    if turn.message and turn.reply is not None and not note(connection, turn, identity.id):
        raise TurnConflict
    if turn.kept is not None:
        if turn.others:
            connection.execute(delete(conversations).where(conversations.c.id.in_(turn.others)))
        if not _kept(connection, turn):
            raise TurnConflict
        if len(identity.hashes) > 1 and (turn.others or turn.row != identity.id):
            move(connection, identity)
    if turn.unanswered:
        count(connection, identity, turn.unanswered, identifiers)


def note(connection: Connection, turn: Turn, conversation: str | None) -> bool:
    """Note that the message was taken in, and its reply; False where another turn did."""
    return insert_once(
        connection,
        seen,
        channel=turn.identity.channel,
        key=turn.message[0],
        conversation=conversation,
        reply=turn.reply,
        at=now(),
    )


def _kept(connection: Connection, turn: Turn) -> bool:
    """Write the state, unless the row is no longer as it was found; whether it was written."""
    identity, version = turn.identity, turn.version + 1
    if turn.row is None:
        return insert_once(
            connection,
            conversations,
            id=identity.id,
            channel=identity.channel,
            state=turn.kept,
            updated=now(),
            version=version,
        )
    values = {"new_id": identity.id, "new_state": turn.kept, "new_updated": now(), "new_version": version}
    return bool(connection.execute(_KEEP, {"row": turn.row, "before": turn.version, **values}).rowcount == 1)


def move(connection: Connection, identity: Identity) -> None:
    """Put what is kept beside a conversation under older keys under the one that writes."""
    for name, column in PERSONAL.items():
        if name != "conversations":
            statement = update(column.table).where(column.in_(identity.hashes[1:]))
            connection.execute(statement.values({column.name: identity.id}))
