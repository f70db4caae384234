"""Rate limits on messages and their characters: a steady rate with room for a burst.

They use the generic cell rate algorithm of throttled-py, in Redis if processes share one, else in memory. Addresses and
conversations are kept there as keyed hashes, for two minutes at most. Nobody is refused while Redis is away; nor is the
sender of a recent message after the clock of Redis was set back. Messages that an address sends at once are answered in
turn, so that others' messages come between.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final
from weakref import WeakValueDictionary

import structlog
from async_timeout import timeout
from redis.exceptions import RedisError
from throttled.asyncio import RateLimiterType, Throttled
from throttled.asyncio.rate_limiter import per_min
from throttled.asyncio.store import MemoryStore, RedisStore
from throttled.exceptions import StoreUnavailableError

from bot.process.metrics import REDIS_ERRORS, REFUSED
from bot.process.settings import Settings

_log = structlog.get_logger()

REDIS_TIMEOUT_SECONDS: Final = 0.5
"""After this time a message passes unchecked."""

TURN_SECONDS: Final = 5.0
"""Longest wait for an earlier message of the address, which may itself wait for Redis or the database."""

REST: Final = 2
"""Pause after a message of an address, as a multiple of the time it took.

So an address gets a third of a process: enough for the default rate, while a burst is spread out.
"""

_MAX_REST_SECONDS = 0.5
"""Longest pause: a message that took longer waited for something other than the processor."""

_MAX_REFUSAL_SECONDS = 60
"""Longest refusal, at one message a minute. A longer one means that the clock of Redis was set back."""

_MOST_AT_ONCE: Final = {"address": 60}
"""Largest burst whatever the rate: messages of an address that one process answers in turn within TURN_SECONDS."""

_MAX_REMEMBERED = 100_000
"""Conversations and addresses that one process remembers."""


class TooManyRequests(Exception):  # noqa: N818
    """The rate limit of a conversation or an address is reached; in `retry_after` seconds a message passes."""

    def __init__(self, limit: str, retry_after: int) -> None:
        super().__init__(limit)
        self.retry_after = retry_after


class RateLimiter:
    """The limits of a server, shared by its processes if there is a Redis."""

    def __init__(self, settings: Settings, hashed: Callable[[str], str]) -> None:
        """Set up the limits; `hashed` turns an identifier into one that may be stored in Redis."""
        self._hashed = hashed
        store: MemoryStore | RedisStore
        if settings.redis_url:
            options = {"SOCKET_TIMEOUT": REDIS_TIMEOUT_SECONDS, "SOCKET_CONNECT_TIMEOUT": REDIS_TIMEOUT_SECONDS}
            store = RedisStore(server=settings.redis_url, options=options)
        else:
            store = MemoryStore(options={"MAX_SIZE": _MAX_REMEMBERED})
        rates = {
            "address": settings.rate_address,
            "characters": settings.rate_characters,
            "conversation": settings.rate_conversation,
        }
        self._bursts = {
            name: min(max(1, rate // 3), _MOST_AT_ONCE.get(name, rate)) for name, rate in rates.items() if rate
        }
        self._limits = {
            name: Throttled(
                using=RateLimiterType.GCRA.value,
                quota=per_min(rates[name], burst=burst),
                store=store,
                key_prefix="aiguilleur:limit",
            )
            for name, burst in self._bursts.items()
        }
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def admit(
        self, *, conversation: str | None = None, address: str | None = None, text: str | None = None
    ) -> None:
        """Count a message, and the characters of its text, since reading them takes the processor's time.

        Raises:
            TooManyRequests: the limit of the conversation or the address is reached; this message was not counted.
        """
        await self._count("address", address)
        if text:
            await self._count("characters", address, len(text))
        await self._count("conversation", conversation)

    @asynccontextmanager
    async def in_turn(self, address: str | None) -> AsyncIterator[None]:
        """Answer a message after the earlier ones of its address in this process.

        Others' messages come between them, however many an address sends at once. Nothing waits if addresses have no
        limit: an address may then be a proxy's and stand for everybody.
        """
        if not address or "address" not in self._limits:
            yield
            return
        turn, mine = self._turns.setdefault(address, asyncio.Lock()), False
        with suppress(asyncio.TimeoutError):
            async with timeout(TURN_SECONDS):
                mine = await turn.acquire()
        begun = time.monotonic()
        try:
            yield
        finally:
            if mine:
                rest = min(_MAX_REST_SECONDS, REST * (time.monotonic() - begun))
                asyncio.get_running_loop().call_later(rest, turn.release)

    async def _count(self, name: str, identifier: str | None, cost: int = 1) -> None:
        if identifier is None or name not in self._limits:
            return
        try:
            async with timeout(REDIS_TIMEOUT_SECONDS):
                key = f"{name}:{self._hashed(identifier)}"
                result = await self._limits[name].limit(key, min(cost, self._bursts[name]))
        except (StoreUnavailableError, RedisError, OSError, asyncio.TimeoutError) as error:
            REDIS_ERRORS.inc()
            _log.warning("limit_not_checked", limit=name, error=type(error).__name__)
            return
        if result.limited and result.state.retry_after > _MAX_REFUSAL_SECONDS:
            _log.warning("limit_not_checked", limit=name, error="clock set back")
        elif result.limited:
            REFUSED.labels(name).inc()
            raise TooManyRequests(name, max(1, math.ceil(result.state.retry_after)))
