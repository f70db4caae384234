"""The stored side of a turn: read at its start, written at its end in one transaction, or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.dialects import insert_once
from bot.storage.errors import TurnConflict
from bot.storage.identifiers import ConversationKey, Identifiers
from bot.storage.open_questions import UnansweredQuestion, record_unanswered
from bot.storage.schema import PERSONAL, conversations, now, seen
from bot.storage.tallies import tally


@dataclass
class StoredTurn:
    """The rows that a turn reads, and those it writes if they are set.

    Attributes:
        conversation_key: key of the conversation.
        message: hashes of the message's id, by each key; empty without an id.
        state: read: the state; None for a new conversation.
        given: read: the reply the same message got before; None for a new message.
        kept: written: the new state.
        reply: written: the reply.
        unanswered: written: the question without answer.
        question: written: name of the question of the programme that was answered.
        version: read: version of the state.
    """

    conversation_key: ConversationKey
    message: tuple[str, ...] = ()
    state: bytes | None = None
    given: bytes | None = None
    kept: bytes | None = None
    reply: bytes | None = None
    unanswered: UnansweredQuestion | None = None
    question: str | None = None
    row: str | None = None
    """Id of the row read."""
    version: int = 0
    others: tuple[str, ...] = ()
    """Ids of outdated rows of the same conversation, under other keys."""


class Turns:
    """Reads and writes stored turns."""

    def __init__(self, database: Database, identifiers: Identifiers) -> None:
        self._database = database
        self._identifiers = identifiers

    async def begin(self, conversation_key: ConversationKey, message: str | None = None) -> StoredTurn:
        """Read what a turn needs; `message` is the message's id from the channel or its client, if any."""
        hashes = self._identifiers.message(conversation_key, message) if message is not None else ()
        turn = StoredTurn(conversation_key, hashes)
        await self._database.read(lambda connection: _read(connection, turn), brief=True)
        return turn

    async def end(self, turn: StoredTurn) -> None:
        """Write the new state, reply and unanswered question of the turn.

        Raises:
            TurnConflict: the conversation or the message was written meanwhile; nothing of this turn is written.
        """
        await self._database.write(lambda connection: _write(connection, turn, self._identifiers), brief=True)


# Built once: each turn uses them, and building one costs more than running it on SQLite.
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


def _read(connection: Connection, turn: StoredTurn) -> None:
    rows = connection.execute(_FIND, {"ids": turn.conversation_key.hashes}).all()
    if rows:
        turn.row, turn.state, turn.version = rows[0]
        turn.others = tuple(row.id for row in rows[1:])
    if turn.message:
        turn.given = connection.execute(_GIVEN, {"of": turn.conversation_key.channel, "keys": turn.message}).scalar()


def _write(connection: Connection, turn: StoredTurn, identifiers: Identifiers) -> None:
    conversation_key = turn.conversation_key
    if turn.message and turn.reply is not None and not record_message(connection, turn, conversation_key.id):
        raise TurnConflict("message recorded by another turn; nothing written, its reply can be read")
    if turn.kept is not None:
        if turn.others:
            connection.execute(delete(conversations).where(conversations.c.id.in_(turn.others)))
        if not _update_state(connection, turn):
            raise TurnConflict(
                f"conversation changed since version {turn.version}; nothing written, take the turn again"
            )
        if len(conversation_key.hashes) > 1 and (turn.others or turn.row != conversation_key.id):
            _move(connection, conversation_key)
    if turn.unanswered:
        record_unanswered(connection, conversation_key, turn.unanswered, identifiers)
    if turn.kept is not None and turn.row is None:
        tally(connection, "conversation", conversation_key.channel)
    if turn.question:
        tally(connection, "question", conversation_key.channel, turn.question)


def record_message(connection: Connection, turn: StoredTurn, conversation: str | None) -> bool:
    """Record a message and its reply; False where another turn recorded it first."""
    return insert_once(
        connection,
        seen,
        channel=turn.conversation_key.channel,
        key=turn.message[0],
        conversation=conversation,
        reply=turn.reply,
        at=now(),
    )


def _update_state(connection: Connection, turn: StoredTurn) -> bool:
    """Write the state; False if the row has changed since it was read."""
    conversation_key, version = turn.conversation_key, turn.version + 1
    if turn.row is None:
        return insert_once(
            connection,
            conversations,
            id=conversation_key.id,
            channel=conversation_key.channel,
            state=turn.kept,
            updated=now(),
            version=version,
        )
    values = {"new_id": conversation_key.id, "new_state": turn.kept, "new_updated": now(), "new_version": version}
    return bool(connection.execute(_KEEP, {"row": turn.row, "before": turn.version, **values}).rowcount == 1)


def _move(connection: Connection, conversation_key: ConversationKey) -> None:
    """Move the other rows of a conversation from older keys to the writing key."""
    for name, column in PERSONAL.items():
        if name != "conversations":
            statement = update(column.table).where(column.in_(conversation_key.hashes[1:]))
            connection.execute(statement.values({column.name: conversation_key.id}))
