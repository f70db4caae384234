"""A conversation's queue in Redis: who holds it and who waits, in the order of arrival, each by a lease."""

from __future__ import annotations

from collections.abc import Awaitable
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from redis.asyncio import ConnectionPool, Redis

LEASE: Final = 10.0
"""Seconds after which the ticket of a dead process, which no longer renews it, lapses."""

RENEW_EVERY: Final = 3.0
"""Seconds between renewals: three may fail before a lease ends."""

ANSWER_WITHIN: Final = 2.0
"""Seconds that Redis may take for one command; it usually takes a ten-thousandth of that."""

_SCRIPT = (Path(__file__).parent / "queue.lua").read_text(encoding="utf-8")


def connect(url: str) -> Redis[str]:
    """A client that notices a dead Redis; it connects at its first use.

    Args:
        url: redis://, rediss:// or unix://, as redis-py reads it.
    """
    pool = ConnectionPool.from_url(
        url,
        decode_responses=True,
        socket_timeout=ANSWER_WITHIN,
        socket_connect_timeout=ANSWER_WITHIN,
        socket_keepalive=not url.startswith("unix"),
    )
    return Redis(connection_pool=pool)


class Standing(NamedTuple):
    """A queue after a step: the place of the step's ticket, and as `next` the ticket made the holder by it, or ""."""

    holder: str
    lease_left: float
    place: int
    next: str


class ConversationQueue:
    """The steps of one process's tickets; each is one command to Redis, safe to repeat when an answer was lost."""

    def __init__(self, redis: Redis[str], *, prefix: str, process: str, lease: float) -> None:
        self._redis = redis
        self._prefix = prefix
        self._lease = int(lease * 1000)
        self._script = redis.register_script(_SCRIPT)
        self.channel = f"{prefix}wake:{process}"

    async def join(self, conversation: str, ticket: str, after: int) -> Standing:
        """Put a ticket into the queue, behind every place up to `after`."""
        return _standing(await self._step(self._redis, "join", conversation, ticket, after))

    async def renew(self, tickets: list[tuple[str, str, int, bool]]) -> list[Standing]:
        """Renew the leases of (conversation, ticket, place, whether it holds), in one round trip.

        A ticket that Redis no longer knows comes back to its place.
        """
        async with self._redis.pipeline(transaction=False) as pipe:
            for conversation, ticket, place, holding in tickets:
                await self._step(pipe, "renew", conversation, ticket, place, holding=holding)
            return [_standing(answer) for answer in await pipe.execute()]

    async def leave(self, conversation: str, ticket: str) -> Standing:
        """Release the conversation, or the place in its queue."""
        return _standing(await self._step(self._redis, "leave", conversation, ticket, 0))

    def _step(
        self,
        client: Any,
        step: Literal["join", "renew", "leave"],
        conversation: str,
        ticket: str,
        place: int,
        *,
        holding: bool = False,
    ) -> Awaitable[list[Any]]:
        # The braces keep a conversation's two keys on one node of a cluster.
        keys = [f"{self._prefix}{{{conversation}}}:places", f"{self._prefix}{{{conversation}}}:leases"]
        args = [step, ticket, self._lease, place, int(holding), f"{self._prefix}wake:"]
        return self._script(keys, args, client)  # type: ignore[no-any-return]


def _standing(answer: list[Any]) -> Standing:
    holder, left, place, following = answer
    return Standing(holder, left / 1000, int(place), following)
