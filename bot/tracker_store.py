"""Conversations in one row each: the memory, and the last events that Rasa's policies look at. No text is kept.

Rasa's own SQL store re-reads every event of a session at each turn; here a turn costs the same at any length.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, Restarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import Column, DateTime, LargeBinary, MetaData, String, Table, create_engine, event, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Engine
from sqlalchemy.pool import QueuePool

from bot.settings import load_settings
from nlu.components import STATE_SLOT

WINDOW = 9
"""Events kept: the policies look back three turns of at most three events."""

metadata = MetaData()
conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True, comment="keyed hash of the channel's id"),
    Column("state", LargeBinary, nullable=False),
    Column("updated", DateTime, nullable=False, server_default=func.now(), onupdate=func.now()),
)


class CompactTrackerStore(TrackerStore):  # type: ignore[misc]
    """One row a conversation, one upsert a turn."""

    def __init__(self, domain: Domain, event_broker: Any = None, url: str | None = None, **kwargs: Any) -> None:
        super().__init__(domain, event_broker)
        settings = load_settings()
        self._engine = _engine(url or settings.database_url)
        self._key = _key(settings.data / "hash.key")
        metadata.create_all(self._engine)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation, or None where there is none."""
        with self._engine.connect() as connection:
            row = connection.execute(
                select(conversations.c.state).where(conversations.c.id == self._hash(sender_id))
            ).first()
        if row is None:
            return None
        events = [Event.from_parameters(one) for one in msgspec.msgpack.decode(row.state)]
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the conversation's memory and its last events, in one statement."""
        state = msgspec.msgpack.encode(list(_compact(tracker)))
        statement = insert(conversations).values(id=self._hash(tracker.sender_id), state=state)
        statement = statement.on_conflict_do_update(
            index_elements=["id"], set_={"state": statement.excluded.state, "updated": func.now()}
        )
        with self._engine.begin() as connection:
            connection.execute(statement)

    async def erase(self, sender_id: str) -> None:
        """Forget a conversation."""
        with self._engine.begin() as connection:
            connection.execute(conversations.delete().where(conversations.c.id == self._hash(sender_id)))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _hash(self, sender_id: str) -> str:
        return hmac.new(self._key, sender_id.encode(), sha256).hexdigest()


def _compact(tracker: DialogueStateTracker) -> Iterable[dict[str, Any]]:
    events = list(tracker.events)
    last_restart = max((index for index, one in enumerate(events) if isinstance(one, Restarted)), default=-1)
    kept = [_bare(one) for one in events[last_restart + 1 :] if isinstance(one, (UserUttered, ActionExecuted))]
    memory = tracker.get_slot(STATE_SLOT) if last_restart < len(events) - 1 else None
    first = [SlotSet(STATE_SLOT, memory).as_dict()] if memory else []
    return [ActionExecuted(ACTION_SESSION_START_NAME).as_dict(), *first, *kept[-WINDOW:]]


def _bare(one: UserUttered | ActionExecuted) -> dict[str, Any]:
    if isinstance(one, ActionExecuted):
        return {"event": "action", "name": one.action_name, "timestamp": one.timestamp}
    intent = {"name": one.intent_name, "confidence": 1.0}
    return {
        "event": "user",
        "text": "",
        "timestamp": one.timestamp,
        "parse_data": {"intent": intent, "entities": [], "text": ""},
    }


def _engine(url: str) -> Engine:
    engine = create_engine(url, future=True, poolclass=QueuePool, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")  # type: ignore[untyped-decorator]
    def _pragmas(connection: Any, _record: Any) -> None:
        # WAL: readers do not wait for the writer; NORMAL: safe against a crash of the process.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _key(path: Path) -> bytes:
    """The key of the identifiers' hashes, made at the first start, readable by its owner only."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
    return path.read_bytes()
