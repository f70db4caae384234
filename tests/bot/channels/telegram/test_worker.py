"""How often the worker tries an update again, by what its handling raises."""

from __future__ import annotations

import asyncio

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.assistant.errors import Busy, Unavailable
from bot.channels.rate_limits import TooManyRequests
from bot.channels.telegram.worker import MAX_ATTEMPTS, Worker
from bot.storage.update_queue import ClaimedUpdate
from tests.support.tables import each_row


class QueueOfOne:
    """A queue that hands out one update, at some attempt, and takes down how it ends."""

    def __init__(self, attempts: int) -> None:
        self.waiting = [ClaimedUpdate(1, "chat", b"{}", (), attempts)]
        self.ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def claim(self, _most: int) -> list[ClaimedUpdate]:
        claimed, self.waiting = self.waiting, []
        return claimed

    async def done(self, _update: int) -> None:
        self.ended.set_result("done")

    async def postpone(self, _update: int, _seconds: float) -> None:
        self.ended.set_result("postponed")

    async def renew(self, _handled: object) -> None:
        """There is no other process."""

    async def pending(self) -> int:
        return len(self.waiting)

    async def release_all(self) -> None:
        """There is no other process."""


@each_row(
    ("error", "attempts", "outcome", "apologies"),
    [
        (Busy(), 1, "postponed", 0),
        (Busy(), MAX_ATTEMPTS, "done", 1),
        (Unavailable(), 10 * MAX_ATTEMPTS, "postponed", 0),
        (TooManyRequests("characters", 7), 10 * MAX_ATTEMPTS, "postponed", 0),
        (InvalidToken(), 10 * MAX_ATTEMPTS, "postponed", 0),
        (NetworkError("away"), 10 * MAX_ATTEMPTS, "postponed", 0),
        (RetryAfter(1), 10 * MAX_ATTEMPTS, "postponed", 0),
        (Forbidden("blocked"), 1, "done", 0),
        (BadRequest("can't parse entities"), 1, "done", 1),
        (ValueError(), MAX_ATTEMPTS - 1, "postponed", 0),
        (ValueError(), MAX_ATTEMPTS, "done", 1),
    ],
)
async def test_what_fails_gets_an_apology_in_the_end_and_what_is_absent_or_slowed_down_is_waited_for(
    error: Exception, attempts: int, outcome: str, apologies: int
) -> None:
    async def handle(_: ClaimedUpdate) -> bool:
        raise error

    async def give_up(claimed: ClaimedUpdate) -> None:
        given_up.append(claimed.update)

    async def settle() -> None:
        raise AssertionError("nothing is erased")

    given_up: list[int] = []
    queue = QueueOfOne(attempts)
    worker = Worker(queue, handle, give_up, settle)
    worker.start()
    try:
        assert await asyncio.wait_for(queue.ended, 5) == outcome
    finally:
        await worker.stop(1)
    assert len(given_up) == apologies
