"""Locks across processes and hosts: a queue for each conversation in Redis, first come, first served.

Nobody polls: who lets go wakes the next, over one subscription a process. A process that dies loses its places when
their leases end. A Redis that restarts has forgotten the queues: the tickets come back to their places by themselves,
and for that moment two processes may hold one conversation; the version of the conversation's row in the database
keeps all but one of them from writing.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
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


class QueueTicket:
    """A turn's place in the queue. `before` is the turn of the same process and conversation that came just before."""

    def __init__(self, ticket: str, name: str, before: QueueTicket | None) -> None:
        self.ticket = ticket
        self.name = name
        self.before = before
        self.place = 0
        """The fencing token: greater than that of every turn that held the conversation before."""
        self.joined = asyncio.Event()
        self.granted = asyncio.Event()
        self.done = asyncio.Event()


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
        """Connects when it is first used, in the event loop of that use.

        Args:
            endpoint_config: what `endpoints.yml` says; its url, or else REDIS_URL, where `url` is not given.
            url: of Redis.
            prefix: of all its keys and channels.
            lease: seconds after which a dead process's turns are let go of.
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
        self._turns: dict[str, QueueTicket] = {}
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
            LockError: the turn's patience ended before its turn came.
        """
        turn = self._line_up(_digest(conversation_id))
        try:
            try:
                with LOCK_WAIT.time(), TURNS_WAITING.track_inprogress():
                    async with timeout(self._patience):
                        await self._granted(turn)
            except asyncio.TimeoutError as error:
                raise LockError(f"the conversation was not free within {self._patience:g} s") from error
            yield turn
        finally:
            self._leave(turn)

    async def healthy(self) -> bool:
        """Whether Redis answers."""
        try:
            async with timeout(ANSWER_WITHIN):
                return bool(await self._redis.ping())
        except _AWAY:
            return False

    async def close(self) -> None:
        """Let go of everything, once the turns that end now have told Redis so."""
        if self._leaving:
            await asyncio.wait(self._leaving, timeout=ANSWER_WITHIN)
        # Again until it has ended: a timeout that runs out at the same moment swallows a cancellation.
        while running := [task for task in self._tasks if not task.done()]:
            for task in running:
                task.cancel()
            await asyncio.wait(running, timeout=0.1)
        await self._redis.close()
        await self._redis.connection_pool.disconnect()

    # A turn

    def _line_up(self, name: str) -> QueueTicket:
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._renew())]
        turn = QueueTicket(f"{self._process}:{next(self._numbers)}", name, self._last.get(name))
        self._last[name] = turn
        # Known before it joins: the answer to a step of another one's may tell first that it holds.
        self._turns[turn.ticket] = turn
        return turn

    async def _granted(self, turn: QueueTicket) -> None:
        # Commands travel over several connections: the next joins when this one has.
        if turn.before:
            await turn.before.joined.wait()
        try:
            standing = await self._insistently(lambda: self._queue.join(turn.name, turn.ticket, self._highest))
            turn.place = standing.place
            self._highest = max(self._highest, turn.place)
        finally:
            turn.joined.set()
        self._learn(turn, standing)
        await turn.granted.wait()
        # Not from Redis alone: it may have been restarted while an earlier turn of this process is under way.
        earlier = turn.before
        while earlier:
            await earlier.done.wait()
            earlier = earlier.before
        turn.before = None

    def _leave(self, turn: QueueTicket) -> None:
        """Let go without keeping the reply waiting."""
        turn.joined.set()
        turn.done.set()
        self._turns.pop(turn.ticket, None)
        if self._last.get(turn.name) is turn:
            del self._last[turn.name]
        task = asyncio.create_task(self._tell_leaving(turn))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def _tell_leaving(self, turn: QueueTicket) -> None:
        # A renewal under way may be of this ticket and would bring it back; those that follow are not.
        await self._not_renewing.wait()
        # Twice: a connection that has become stale is the usual failure. After that its lease ends by itself.
        for _ in range(2):
            with suppress(*_AWAY):
                self._wake((await self._queue.leave(turn.name, turn.ticket)).next)
                return

    def _learn(self, turn: QueueTicket, standing: Standing) -> None:
        """Take note of how the queue stands."""
        self._wake(standing.next)
        if standing.holder == turn.ticket:
            self._wake(turn.ticket)
        elif not turn.granted.is_set():
            # Whoever holds may have died: look again when the lease has ended.
            self._look_within(standing.lease_left + 0.01)

    def _wake(self, ticket: str) -> None:
        """The conversation is this process's. Its turns before that one, which a restarted Redis forgot, go first."""
        turn = self._turns.get(ticket)
        while turn:
            turn.granted.set()
            turn = turn.before

    # What goes on beside the turns

    async def _listen(self) -> None:
        """Be woken by other processes."""

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
        """Renew the leases, and look after those whose holder's lease ends."""
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
        turns = [turn for turn in self._turns.values() if turn.place]
        if not turns:
            if self._away:
                await self._redis.ping()
            return
        self._not_renewing.clear()
        try:
            standings = await self._queue.renew(
                [(turn.name, turn.ticket, turn.place, turn.granted.is_set()) for turn in turns]
            )
        finally:
            self._not_renewing.set()
        for turn, standing in zip(turns, standings, strict=True):
            self._learn(turn, standing)

    async def _insistently(self, do: Callable[[], Awaitable[_T]]) -> _T:
        """Do it, again and again while Redis is away, at growing intervals up to a second."""

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
