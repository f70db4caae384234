"""How many messages a conversation and an address may send: a steady rate with room for a burst.

By the generic cell rate algorithm of throttled-py, in Redis where processes share one, else in memory. An address or a
conversation stands there as a keyed hash, for two minutes at most. When Redis is away nobody is refused; nor, when its
clock was set back, is whoever wrote just before.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from typing import Final

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

ANSWER_WITHIN: Final = 0.5
"""Seconds that Redis may take; then the message passes."""

_LONGEST_REFUSAL = 60
"""Seconds, with a rate of one message a minute. A longer one means that the clock of Redis was set back."""

_REMEMBERED = 100_000
"""Conversations and addresses that one process remembers."""


class TooMany(Exception):  # noqa: N818
    """A message too many. `retry_after`: whole seconds after which the next one passes."""

    def __init__(self, limit: str, retry_after: int) -> None:
        super().__init__(limit)
        self.retry_after = retry_after


class RateLimiter:
    """The limits of a server, shared by its processes where there is a Redis."""

    def __init__(self, settings: Settings, hashed: Callable[[str], str]) -> None:
        """`hashed` makes an identifier into one that may stand in Redis."""
        self._hashed = hashed
        store: MemoryStore | RedisStore
        if settings.redis_url:
            options = {"SOCKET_TIMEOUT": ANSWER_WITHIN, "SOCKET_CONNECT_TIMEOUT": ANSWER_WITHIN}
            store = RedisStore(server=settings.redis_url, options=options)
        else:
            store = MemoryStore(options={"MAX_SIZE": _REMEMBERED})
        self._limits = {
            name: Throttled(
                using=RateLimiterType.GCRA.value,
                quota=per_min(rate, burst=max(1, rate // 3)),
                store=store,
                key_prefix="aiguilleur:limit",
            )
            for name, rate in (("conversation", settings.rate_conversation), ("address", settings.rate_address))
            if rate
        }

    async def admit(self, *, conversation: str | None = None, address: str | None = None) -> None:
        """Count a message.

        Raises:
            TooMany: the conversation's or the address's messages are too many; this one was not counted.
        """
        for name, whose in (("address", address), ("conversation", conversation)):
            if whose is not None and name in self._limits:
                await self._count(name, whose)

    async def _count(self, name: str, whose: str) -> None:
        try:
            async with timeout(ANSWER_WITHIN):
                result = await self._limits[name].limit(f"{name}:{self._hashed(whose)}")
        except (StoreUnavailableError, RedisError, OSError, asyncio.TimeoutError) as error:
            REDIS_ERRORS.inc()
            _log.warning("limit_not_checked", limit=name, error=type(error).__name__)
            return
        if result.limited and result.state.retry_after > _LONGEST_REFUSAL:
            _log.warning("limit_not_checked", limit=name, error="clock set back")
        elif result.limited:
            REFUSED.labels(name).inc()
            raise TooMany(name, max(1, math.ceil(result.state.retry_after)))
