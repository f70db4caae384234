"""Turns of one conversation in order, without polling: an asyncio lock for each conversation in use.

Rasa's own store lets waiters sleep a second between tries, so a double tap costs a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.lock_store import LockStore

from bot.process.metrics import LOCK_WAIT, TURNS_WAITING


class InProcessLockStore(LockStore):  # type: ignore[misc]
    """Locks of one process; asyncio wakes the waiters first come, first served."""

    def __init__(self, endpoint_config: Any = None, **kwargs: Any) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._users: dict[str, int] = {}

    async def healthy(self) -> bool:
        """Always: nothing outside the process is needed."""
        return True

    async def close(self) -> None:
        """Nothing to let go of."""

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = 0, wait_time_in_seconds: float = 0
    ) -> AsyncGenerator[None, None]:
        """Hold the conversation until the turn is done."""
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        self._users[conversation_id] = self._users.get(conversation_id, 0) + 1
        try:
            with LOCK_WAIT.time(), TURNS_WAITING.track_inprogress():
                await lock.acquire()
            try:
                yield
            finally:
                lock.release()
        finally:
            self._users[conversation_id] -= 1
            if not self._users[conversation_id]:
                del self._users[conversation_id], self._locks[conversation_id]
