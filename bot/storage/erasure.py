"""The erasure of all that is kept of a conversation, with an anonymous receipt as proof."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.engine import Connection

from bot.storage.conversations import StoredTurn, record_message
from bot.storage.database import Database
from bot.storage.identifiers import ConversationKey
from bot.storage.schema import PERSONAL, now, receipts

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and digits that are not confused when read aloud or copied by hand."""


@dataclass(frozen=True)
class Receipt:
    """An erasure: its number, and the number of rows deleted by table."""

    number: str
    erased: dict[str, int]


def receipt_number() -> str:
    """A new number: "EFF-", then three groups of four letters and digits drawn at random."""
    return "-".join(["EFF", *("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(3))])


class Erasure:
    """Erases conversations."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def erase(
        self, conversation_key: ConversationKey, turn: StoredTurn | None = None, number: str | None = None
    ) -> Receipt:
        """Erase a conversation from every table, and keep the receipt.

        Args:
            conversation_key: key of the conversation.
            turn: the turn that asked for it. If its message has an id, id and reply are kept, without the conversation,
                so that the message sent again gets the same reply.
            number: the receipt's number, if the reply already has it.
        """
        receipt = await self._database.write(_erasing(conversation_key, turn, number))
        await self._database.settle()
        return receipt

    async def leave(self, conversation_key: ConversationKey) -> None:
        """Drop a conversation that ends by itself (on a terminal), without a receipt."""
        await self._database.write(lambda connection: _erase(connection, conversation_key))
        await self._database.settle()

    def erase_sync(self, conversation_key: ConversationKey) -> Receipt:
        """As :meth:`erase`, blocking, for a command."""
        receipt = self._database.write_sync(_erasing(conversation_key))
        self._database.settle_sync()
        return receipt


def _erasing(
    conversation_key: ConversationKey, turn: StoredTurn | None = None, number: str | None = None
) -> Callable[[Connection], Receipt]:
    def work(connection: Connection) -> Receipt:
        receipt = Receipt(number or receipt_number(), _erase(connection, conversation_key))
        connection.execute(receipts.insert().values(number=receipt.number, at=now(), erased=receipt.erased))
        if turn and turn.message:
            record_message(connection, turn, None)
        return receipt

    return work


def _erase(connection: Connection, conversation_key: ConversationKey) -> dict[str, int]:
    return {
        name: connection.execute(delete(column.table).where(column.in_(conversation_key.hashes))).rowcount
        for name, column in PERSONAL.items()
    }
