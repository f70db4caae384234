"""Conversations in one row each: the memory, and the last events that Rasa's policies look at. No text is kept.

Rasa's own SQL store re-reads every event of a session at each turn; here a turn costs the same at any length.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal

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

WINDOW = 6
"""Events kept, of a user's message, an answer and the wait for the next: two turns. The policies look back less far
(`max_history` in config.yml, counted in events that change a state)."""

FORM: Final = 2
"""Of what a row holds; a row of another form is as good as none: the conversation begins anew."""

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
        try:
            kept = msgspec.msgpack.decode(row.state, type=_Kept)
        except msgspec.ValidationError:
            return None
        return DialogueStateTracker.from_events(sender_id, list(kept.restored()), self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the conversation's memory and its last events, in one statement."""
        state = msgspec.msgpack.encode(_kept(tracker))
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


class _Happened(msgspec.Struct, frozen=True, array_like=True):
    """A message of the adviser, by its intent, or an action of the assistant's, by its name."""

    by: Literal["adviser", "assistant"]
    name: str
    timestamp: float

    def event(self) -> Event:
        if self.by == "assistant":
            return ActionExecuted(self.name, timestamp=self.timestamp)
        intent = {"name": self.name, "confidence": 1.0}
        return UserUttered("", intent, [], timestamp=self.timestamp)


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """What a row holds."""

    form: Literal[2]
    memory: dict[str, Any] | None
    happened: list[_Happened]

    def restored(self) -> Iterator[Event]:
        yield ActionExecuted(ACTION_SESSION_START_NAME)
        if self.memory:
            yield SlotSet(STATE_SLOT, self.memory)
        for one in self.happened:
            yield one.event()


def _kept(tracker: DialogueStateTracker) -> _Kept:
    events = list(tracker.events)
    last_restart = max((index for index, one in enumerate(events) if isinstance(one, Restarted)), default=-1)
    happened = []
    for one in events[last_restart + 1 :]:
        if isinstance(one, UserUttered):
            happened.append(_Happened("adviser", one.intent_name, one.timestamp))
        elif isinstance(one, ActionExecuted):
            happened.append(_Happened("assistant", one.action_name, one.timestamp))
    memory = tracker.get_slot(STATE_SLOT) if last_restart < len(events) - 1 else None
    return _Kept(FORM, memory, happened[-WINDOW:])


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
