"""The tables. The migrations make them; a test compares both."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator):  # type: ignore[misc]
    """A moment in UTC; stored without a time zone in SQLite, which has none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """To the database: an aware moment, in UTC."""
        if value is None:
            return None
        utc = value.astimezone(timezone.utc)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """From the database: an aware moment, in UTC."""
        if value is None:
            return None
        return value.astimezone(timezone.utc) if value.tzinfo else value.replace(tzinfo=timezone.utc)


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(timezone.utc)


HASH = String(64)
"""A keyed hash, in hexadecimal."""

CHANNEL = String(16)
HUB = String(64)
"""Id of the hub whose page or link something came by; NULL without one."""

_NUMBER = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", HASH, primary_key=True),
    Column("channel", CHANNEL, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("version", Integer, nullable=False),
    Index(None, "updated"),
)
"""A row for each conversation: its memory and last events. `version` counts its turns."""

seen = Table(
    "seen",
    metadata,
    Column("channel", CHANNEL, primary_key=True),
    Column("key", HASH, primary_key=True),
    Column("conversation", HASH),
    Column("reply", LargeBinary),
    Column("at", Moment, nullable=False),
    Index(None, "at"),
    Index(None, "conversation"),
)
"""Messages and updates received, by the hash of their id, with the reply for a repetition."""

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("conversation", HASH, nullable=False),
    Column("channel", CHANNEL, nullable=False),
    Column("hub", HUB),
    Column("language", String(8), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("question", String(64)),
    Column("text", Text, nullable=False),
    Column("digest", HASH, nullable=False),
    Column("intents", JSON, nullable=False),
    Column("count", Integer, nullable=False),
    UniqueConstraint("conversation", "kind", "digest"),
    Index(None, "at"),
)
"""Unanswered questions, masked, one row for each conversation that asked; `count` is how often it did."""

feedback = Table(
    "feedback",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("conversation", HASH, nullable=False),
    Column("hub", HUB),
    Column("question", String(64)),
    Column("outcome", String(64)),
    Column("trace", String(32)),
    Column("useful", Boolean, nullable=False),
    Column("reason", String(64)),
    Column("text", Text),
    Index(None, "at"),
    Index(None, "conversation"),
)
"""Opinions of advisers on answers; `text` is masked."""

receipts = Table(
    "receipts",
    metadata,
    Column("number", String(32), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("erased", JSON, nullable=False),
    Index(None, "at"),
)
"""Proof of erasures: the number of rows deleted by table, without the conversation."""

keys = Table(
    "keys",
    metadata,
    Column("fingerprint", HASH, primary_key=True),
    Column("since", Moment, nullable=False),
)
"""The keys of identifiers that have written here, by fingerprints that do not reveal them."""

tasks = Table(
    "tasks",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("last", Moment),
    Column("until", Moment),
)
"""Leases on work that one process does for all.

last: when it was last done.
until: until when a process holds it.
"""

_UNDONE, _HELD = text("done IS NULL"), text("holder IS NOT NULL")

inbox = Table(
    "inbox",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    Column("queue", HASH),
    Column("payload", LargeBinary),
    Column("sent", JSON, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("received", Moment, nullable=False),
    Column("due", Moment),
    Column("holder", String(32)),
    Column("until", Moment),
    Column("done", Moment),
    Index(None, "queue", "id", sqlite_where=_UNDONE, postgresql_where=_UNDONE),
    # The database itself prevents two updates of one queue from being held.
    Index(None, "queue", unique=True, sqlite_where=_HELD, postgresql_where=_HELD),
    Index(None, "received"),
)
"""Updates of a channel, by the channel's number, from before they are acknowledged until they are done.

queue: updates with the same one are handled in order; cleared when done.
payload: names people and has their words; cleared when done.
sent: ids of the reply's messages delivered so far.
due: only if postponed.
holder, until: only while claimed.
"""

deliveries = Table(
    "deliveries",
    metadata,
    Column("message", HASH, primary_key=True),
    Column("conversation", HASH, nullable=False),
    Column("sent", JSON, nullable=False),
    Column("answered", HASH),
    Column("at", Moment, nullable=False),
    Index(None, "at"),
    Index(None, "conversation"),
)
"""The messages sent in answer to an adviser's message, in case it is edited.

The question whether to send alerts has a row of its own, as long as it was the last message sent.

sent: ids of the messages.
answered: keyed hash of the text they answer; NULL if it is not compared with a later one.
"""

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("conversation", HASH, nullable=False),
    Column("codes", JSON, nullable=False),
    Column("language", String(8), nullable=False),
    Column("since", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Index(None, "conversation", unique=True),
    Index(None, "seen"),
)
"""Subscribers to changes of their department's programme: the only table with a channel's own id.

chat: number of the private chat, needed to write to them.
codes: the departments; empty if not known.
seen: when the person last wrote.
"""

announced = Table(
    "announced",
    metadata,
    Column("change", String(128), primary_key=True),
    Column("at", Moment, nullable=False),
)
"""The changes announced to subscribers, once each, by the names of their files."""

group_places = Table(
    "group_places",
    metadata,
    Column("conversation", HASH, primary_key=True),
    Column("codes", JSON, nullable=False),
    Column("name", String(128), nullable=False),
    Column("used", Moment, nullable=False),
    Index(None, "used"),
)
"""The place of a group, by the hash of the group: set by its administrator, for members who have not stated theirs."""

tallies = Table(
    "tallies",
    metadata,
    Column("day", Moment, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("channel", CHANNEL, primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
)
"""How often something happened on a day (its midnight, in UTC): anonymous numbers."""

PERSONAL = {
    "conversations": conversations.c.id,
    "seen": seen.c.conversation,
    "unanswered": unanswered.c.conversation,
    "feedback": feedback.c.conversation,
    "deliveries": deliveries.c.conversation,
    "subscriptions": subscriptions.c.conversation,
    "group_places": group_places.c.conversation,
}
"""The column with the conversation of a row, for each table that holds personal data.

Not the inbox: updates done name nobody, and the others are about to be answered.
"""

AGED = {
    "conversations": conversations.c.updated,
    "seen": seen.c.at,
    "unanswered": unanswered.c.at,
    "feedback": feedback.c.at,
    "receipts": receipts.c.at,
    "inbox": inbox.c.received,
    "deliveries": deliveries.c.at,
    "subscriptions": subscriptions.c.seen,
    "group_places": group_places.c.used,
    "tallies": tallies.c.day,
}
"""The column with the age of a row, for each purged table."""
