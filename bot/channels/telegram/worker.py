"""The worker: takes updates from the queue and handles them, in order within a conversation, several at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.assistant.errors import Unavailable
from bot.channels.rate_limits import TooManyRequests
from bot.channels.telegram.retries import backoff_seconds, keep_running, retry_after_seconds, write_until_done
from bot.process.metrics import TELEGRAM_UPDATES, TELEGRAM_WAITING
from bot.storage.errors import ClaimLost
from bot.storage.update_queue import GAP_SECONDS, RENEW_SECONDS, ClaimedUpdate, UpdateQueue

MAX_CONCURRENT_UPDATES: Final = 32
"""Updates handled by one process at a time, each of another conversation; they mostly wait for Telegram."""

CLAIM_EVERY_SECONDS: Final = 1.0
"""Longest time between claims without a wake: another process may have died and left updates."""

MAX_ATTEMPTS: Final = 5
"""Attempts at an update that fails by our fault or finds its conversation busy; then its sender gets an apology."""

_log = structlog.get_logger()

Handle = Callable[[ClaimedUpdate], Awaitable[bool]]
GiveUp = Callable[[ClaimedUpdate], Awaitable[None]]


class Worker:
    """Handles updates until stopped.

    Args:
        queue: the updates.
        handle: answers an update; returns whether everything about its sender was erased.
        give_up: apologises for an update that cannot be handled.
        settle: wipes what the database file still holds of erased rows.
    """

    def __init__(
        self, queue: UpdateQueue, handle: Handle, give_up: GiveUp, settle: Callable[[], Awaitable[None]]
    ) -> None:
        self._queue = queue
        self._handle = handle
        self._give_up = give_up
        self._settle = settle
        self._awake = asyncio.Event()
        self._running: dict[asyncio.Task[None], int] = {}
        self._claiming = asyncio.Lock()
        self._loops: list[asyncio.Task[None]] = []
        self._stopping = False

    def wake(self) -> None:
        """Claim updates now and again in a moment, since an update may wait for a missing predecessor."""
        self._awake.set()
        self._wake_in(GAP_SECONDS)

    def start(self) -> None:
        """Begin to claim and handle updates."""
        self._loops = [asyncio.create_task(keep_running(loop)) for loop in (self._work, self._renew)]

    async def stop(self, grace: float) -> None:
        """Claim nothing more, finish the updates under way within `grace` seconds, and leave the rest to others."""
        self._stopping = True
        self._awake.set()
        if self._loops:
            # Not cancelled: an update it is about to claim would stay claimed.
            await asyncio.wait(self._loops[:1], timeout=grace)
        if self._running:
            await asyncio.wait(self._running, timeout=grace)
        ending = [*self._running, *self._loops]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)
        try:
            await self._queue.release_all()
        except SQLAlchemyError as error:
            _log.warning("updates_not_released", error=type(error).__name__)

    async def _work(self) -> None:
        while not self._stopping:
            self._awake.clear()
            async with self._claiming:
                try:
                    claimed = await self._queue.claim(MAX_CONCURRENT_UPDATES - len(self._running))
                except SQLAlchemyError as error:
                    _log.error("updates_not_read", error=type(error).__name__)
                    claimed = []
                for update in claimed:
                    task = asyncio.create_task(self._process(update))
                    self._running[task] = update.update
                    task.add_done_callback(self._ended)
            try:
                await asyncio.wait_for(self._awake.wait(), CLAIM_EVERY_SECONDS)
            except asyncio.TimeoutError:
                continue

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.pop(task)
        self._awake.set()

    def _wake_in(self, seconds: float) -> None:
        # A moment more: what is due is compared with the wall clock.
        asyncio.get_running_loop().call_later(seconds + 0.01, self._awake.set)

    async def _renew(self) -> None:
        while True:
            try:
                async with self._claiming:  # what is being claimed is not running yet
                    await self._queue.renew(self._running.values())
            except SQLAlchemyError as error:
                _log.warning("updates_not_renewed", error=type(error).__name__)
            await asyncio.sleep(RENEW_SECONDS)

    async def _process(self, claimed: ClaimedUpdate) -> None:
        """Handle an update, or put it off; whatever fails, it stays in the queue until it is done."""
        try:
            outcome, wait = await self._outcome(claimed)
            if wait is None:
                await write_until_done(lambda: self._queue.done(claimed.update))
                if outcome == "erased":
                    await self._settle()
            else:
                await write_until_done(lambda: self._queue.postpone(claimed.update, wait))
                self._wake_in(wait)
            TELEGRAM_UPDATES.labels(outcome).inc()
        except ClaimLost:
            # This process was taken for dead; another one continues from what the queue has.
            _log.warning("update_taken_by_another_process", update=claimed.update)

    async def _outcome(self, claimed: ClaimedUpdate) -> tuple[str, float | None]:
        """The outcome of an update, and the seconds until it is tried again (None if it is done)."""
        try:
            erased = await self._handle(claimed)
        except ClaimLost:
            raise
        except RetryAfter as error:
            return "slowed", retry_after_seconds(error)
        except TooManyRequests as error:
            return "slowed", float(error.retry_after)
        except Forbidden:
            # Blocked, or put out of the group: there is nobody to answer.
            return "blocked", None
        except BadRequest as error:
            # Telegram has read the request, and will never accept it.
            return await self._failed(claimed, error, again=False)
        except (NetworkError, InvalidToken, SQLAlchemyError, Unavailable) as error:
            # A revoked token is replaced sooner or later: updates that came meanwhile are answered then.
            return _put_off(claimed, error)
        except Exception as error:
            return await self._failed(claimed, error, again=claimed.attempts < MAX_ATTEMPTS)
        return "erased" if erased else "done", None

    async def _failed(self, claimed: ClaimedUpdate, error: Exception, *, again: bool) -> tuple[str, float | None]:
        _log.error("update_failed", update=claimed.update, attempts=claimed.attempts, exc_info=error)
        if again:
            return "failed", float(claimed.attempts)
        try:
            await self._give_up(claimed)
        except ClaimLost:
            raise
        except RetryAfter as slowed:
            return "slowed", retry_after_seconds(slowed)
        except (BadRequest, Forbidden) as refused:
            # The chat itself is refused: there is nobody to apologise to.
            _log.warning("apology_not_sent", update=claimed.update, error=type(refused).__name__)
            return "blocked", None
        except (NetworkError, SQLAlchemyError) as away:
            return _put_off(claimed, away)
        except Exception as unexpected:
            # Not even its chat can be read. It must still end, or its queue would wait for ever.
            _log.error("apology_failed", update=claimed.update, exc_info=unexpected)
        return "given_up", None


async def count_waiting(queue: UpdateQueue) -> None:
    """Keep the metric of waiting updates current, even while none can be answered."""
    while True:
        try:
            TELEGRAM_WAITING.set(await queue.pending())
        except SQLAlchemyError as error:
            _log.warning("updates_not_counted", error=type(error).__name__)
        await asyncio.sleep(RENEW_SECONDS)


def _put_off(claimed: ClaimedUpdate, error: Exception) -> tuple[str, float]:
    """The outcome while Telegram or the database is away: longer waits each time."""
    _log.warning("update_put_off", update=claimed.update, error=type(error).__name__)
    return "put_off", backoff_seconds(claimed.attempts)
