"""Tallies: how often something happened on a day. They are anonymous numbers, and stay when somebody is erased."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy.engine import Connection

from bot.storage.dialects import insert
from bot.storage.schema import now, tallies

Tallied = Literal["conversation", "question"]
"""A conversation that began; a question that was answered, by its name."""


def tally(connection: Connection, kind: Tallied, channel: str, name: str = "") -> None:
    """Count an event of today. Call it last in a transaction: others wait for the row until its end."""
    statement = insert(connection, tallies).values(day=_midnight(now()), kind=kind, channel=channel, name=name, count=1)
    counted = statement.on_conflict_do_update(
        index_elements=["day", "kind", "channel", "name"], set_={"count": tallies.c.count + 1}
    )
    connection.execute(counted)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
