"""Locks across processes and hosts: a queue for each conversation in Redis, first come, first served.

Nothing polls: a release wakes the next ticket, over one subscription of each process. A process that dies loses its
places when their leases end. A Redis that restarts has forgotten the queues: the tickets come back to their places by
themselves, and for that moment two processes may hold one conversation; the version of the conversation's row in the
database keeps all but one of them from writing.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar

import structlog
from async_timeout import timeout
from rasa.core.lock_store import LockError, LockStore
from redis.asyncio.retry import Retry
from redis.backoff import EqualJitterBackoff
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as NoAnswer

from bot.assistant.locks.queue import ANSWER_WITHIN, LEASE, RENEW_EVERY, ConversationQueue, Standing, connect
from bot.process.metrics import LOCK_WAIT, REDIS_ERRORS, TURNS_WAITING
from bot.process.settings import load_settings

_log = structlog.get_logger()

_T = TypeVar("_T")

PATIENCE = 30.0
"""Seconds that a turn waits for its conversation, or for a Redis that is away, before it fails."""

_AWAY = (RedisError, OSError, asyncio.TimeoutError)


@dataclass(eq=False)
class QueueTicket:
    """A turn's place in the queue of its conversation; `previous` is the last ticket of this process before it."""

    id: str
    conversation: str
    previous: QueueTicket | None
    place: int = 0
    """The fencing token: greater than those of all turns that held the conversation before; 0 until Redis gives it."""
    joined: asyncio.Event = field(default_factory=asyncio.Event)
    granted: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)


class RedisLockStore(LockStore):  # type: ignore[misc]
    """Locks of all processes that share a Redis and a prefix."""

    def __init__(
        self,
        endpoint_config: Any = None,
        *,
        url: str | None = None,
        prefix: str = "aiguilleur:",
        lease: float = LEASE,
        renew_every: float = RENEW_EVERY,
        patience: float = PATIENCE,
    ) -> None:
        """Make a store that connects at its first use, in the event loop of that use.

        Args:
            endpoint_config: the entry of `endpoints.yml`; its url, or else REDIS_URL, counts if `url` is None.
            url: the address of Redis.
            prefix: the start of all its keys and channels.
            lease: seconds after which the tickets of a dead process lapse.
            renew_every: seconds between renewals.
            patience: seconds that a turn waits before it fails.
        """
        url = url or getattr(endpoint_config, "url", None) or load_settings().redis_url
        if not url:
            raise ValueError("no address of Redis: set REDIS_URL")
        self._redis = connect(url)
        self._process = secrets.token_hex(8)
        self._queue = ConversationQueue(self._redis, prefix=prefix, process=self._process, lease=lease)
        self._renew_every = renew_every
        self._patience = patience
        self._numbers = itertools.count(1)
        self._tickets: dict[str, QueueTicket] = {}
        self._last: dict[str, QueueTicket] = {}
        self._highest = 0
        self._due = 0.0
        self._sooner = asyncio.Event()
        self._not_renewing = asyncio.Event()
        self._not_renewing.set()
        self._away = False
        self._tasks: list[asyncio.Task[None]] = []
        self._leaving: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = 0,
        wait_time_in_seconds: float = 0,
    ) -> AsyncGenerator[QueueTicket, None]:
        """Hold the conversation until the turn is done.

        Raises:
            LockError: the conversation was not free within the patience.
        """
        ticket = self._take_ticket(_digest(conversation_id))
        try:
            try:
                with LOCK_WAIT.time(), TURNS_WAITING.track_inprogress():
                    async with timeout(self._patience):
                        await self._wait_until_granted(ticket)
            except asyncio.TimeoutError as error:
                raise LockError(f"the conversation was not free within {self._patience:g} s") from error
            yield ticket
        finally:
            self._leave(ticket)

    async def healthy(self) -> bool:
        """Whether Redis answers."""
        try:
            async with timeout(ANSWER_WITHIN):
                return bool(await self._redis.ping())
        except _AWAY:
            return False

    async def close(self) -> None:
        """Close the connections, once the releases under way have reached Redis."""
        if self._leaving:
            await asyncio.wait(self._leaving, timeout=ANSWER_WITHIN)
        # Again until it has ended: a timeout that runs out at the same moment swallows a cancellation.
        while running := [task for task in self._tasks if not task.done()]:
            for task in running:
                task.cancel()
            await asyncio.wait(running, timeout=0.1)
        await self._redis.close()
        await self._redis.connection_pool.disconnect()

    # The ticket of a turn

    def _take_ticket(self, conversation: str) -> QueueTicket:
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._renew())]
        ticket = QueueTicket(f"{self._process}:{next(self._numbers)}", conversation, self._last.get(conversation))
        self._last[conversation] = ticket
        # Known before it joins: the answer to a step of another ticket may be the first to show that this one holds.
        self._tickets[ticket.id] = ticket
        return ticket

    async def _wait_until_granted(self, ticket: QueueTicket) -> None:
        # Commands travel over several connections: a ticket joins once the previous ticket has.
        if ticket.previous:
            await ticket.previous.joined.wait()
        try:
            standing = await self._insistently(lambda: self._queue.join(ticket.conversation, ticket.id, self._highest))
            ticket.place = standing.place
            self._highest = max(self._highest, ticket.place)
        finally:
            ticket.joined.set()
        self._learn(ticket, standing)
        await ticket.granted.wait()
        # Not from Redis alone: it may have been restarted while an earlier turn of this process is under way.
        earlier = ticket.previous
        while earlier:
            await earlier.done.wait()
            earlier = earlier.previous
        ticket.previous = None

    def _leave(self, ticket: QueueTicket) -> None:
        """Release the conversation in the background, so that the reply does not wait for it."""
        ticket.joined.set()
        ticket.done.set()
        self._tickets.pop(ticket.id, None)
        if self._last.get(ticket.conversation) is ticket:
            del self._last[ticket.conversation]
        task = asyncio.create_task(self._release(ticket))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def _release(self, ticket: QueueTicket) -> None:
        # A renewal under way may include this ticket and would bring it back; later ones do not.
        await self._not_renewing.wait()
        # Twice: a connection that has become stale is the usual failure. After that its lease ends by itself.
        for _ in range(2):
            with suppress(*_AWAY):
                self._wake((await self._queue.leave(ticket.conversation, ticket.id)).next)
                return

    def _learn(self, ticket: QueueTicket, standing: Standing) -> None:
        """Grant the tickets that a standing of the queue names, and plan the next look at the queue."""
        self._wake(standing.next)
        if standing.holder == ticket.id:
            self._wake(ticket.id)
        elif not ticket.granted.is_set():
            # The holder may have died: look again when its lease has ended.
            self._look_within(standing.lease_left + 0.01)

    def _wake(self, ticket_id: str) -> None:
        """Grant a ticket, if it is of this process, and those before it, which a restarted Redis has forgotten."""
        ticket = self._tickets.get(ticket_id)
        while ticket:
            ticket.granted.set()
            ticket = ticket.previous

    # Tasks of the store

    async def _listen(self) -> None:
        """Wait for the wakes that other processes publish, and subscribe again where the subscription ends."""

        async def subscribed() -> None:
            async with self._redis.pubsub(ignore_subscribe_messages=True) as wakes:
                await wakes.subscribe(self._queue.channel)
                # Wakes may have been missed.
                self._look_within(0)
                asked = False
                while True:
                    message = await wakes.get_message(timeout=self._renew_every)
                    if message and message["type"] == "message":
                        self._wake(message["data"])
                    elif asked and not message:
                        raise NoAnswer("the subscription is dead")
                    elif not message:
                        await wakes.ping()
                    asked = not message

        while True:
            await self._insistently(subscribed)

    async def _renew(self) -> None:
        """Renew the leases at intervals, and earlier where the lease of a holder is about to end."""
        now = asyncio.get_running_loop().time
        while True:
            self._sooner.clear()
            with suppress(asyncio.TimeoutError):
                async with timeout(max(self._due - now(), 0)):
                    await self._sooner.wait()
            if now() >= self._due:
                self._due = now() + self._renew_every
                await self._insistently(self._renew_all)

    def _look_within(self, seconds: float) -> None:
        due = asyncio.get_running_loop().time() + seconds
        if due < self._due:
            self._due = due
            self._sooner.set()

    async def _renew_all(self) -> None:
        tickets = [ticket for ticket in self._tickets.values() if ticket.place]
        if not tickets:
            if self._away:
                await self._redis.ping()
            return
        self._not_renewing.clear()
        try:
            standings = await self._queue.renew(
                [(ticket.conversation, ticket.id, ticket.place, ticket.granted.is_set()) for ticket in tickets]
            )
        finally:
            self._not_renewing.set()
        for ticket, standing in zip(tickets, standings, strict=True):
            self._learn(ticket, standing)

    async def _insistently(self, do: Callable[[], Awaitable[_T]]) -> _T:
        """The result of `do`, repeated while Redis is away, at growing intervals of up to a second."""

        async def failed(error: Exception) -> None:
            REDIS_ERRORS.inc()
            if not self._away:
                self._away = True
                _log.warning("redis_away", error=type(error).__name__)

        retry = Retry(EqualJitterBackoff(cap=1, base=0.05), retries=-1, supported_errors=_AWAY)
        done: _T = await retry.call_with_retry(do, failed)
        if self._away:
            self._away = False
            _log.warning("redis_back")
        return done


def _digest(conversation: str) -> str:
    return sha256(conversation.encode()).hexdigest()
