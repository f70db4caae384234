"""Updates posted to the bot's address as Telegram does: in order for each chat, again until they are accepted."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from tests.doubles.telegram.updates import Update, Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
FIRST_WAIT_SECONDS = 0.05
LONGEST_WAIT_SECONDS = 1.0


@dataclass(frozen=True)
class Webhook:
    """Where updates are posted, with which secret, and over how many connections at once."""

    url: str
    secret: str | None
    max_connections: int


@dataclass(frozen=True)
class Delivery:
    """One attempt to post an update; the status is none where no answer came."""

    update_id: int
    status: int | None
    at: float

    @property
    def accepted(self) -> bool:
        """Whether the bot acknowledged the update."""
        return self.status is not None and 200 <= self.status < 300


class Poster:
    """Posts what waits, until it is stopped. All of it runs on the server's loop.

    Args:
        updates: what waits; an update leaves it once it was accepted.
        note: is called with every attempt.
    """

    def __init__(
        self,
        webhook: Webhook,
        updates: Updates,
        note: Callable[[Delivery], None],
        timeout_seconds: float,
    ) -> None:
        self.webhook = webhook
        self._updates = updates
        self._note = note
        self._client = httpx.AsyncClient(timeout=timeout_seconds, verify=False, limits=httpx.Limits())  # noqa: S501
        self._woken = asyncio.Event()
        self._under_way: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._task = asyncio.create_task(self._run())

    def wake(self) -> None:
        """There may be something new to post."""
        self._woken.set()

    async def stop(self) -> None:
        """Ends it; what is under way is broken off and stays waiting."""
        tasks = [self._task, *self._under_way.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._client.aclose()

    async def post(self, update: Update) -> Delivery:
        """One attempt."""
        headers = {SECRET_HEADER: self.webhook.secret} if self.webhook.secret else {}
        try:
            response = await self._client.post(self.webhook.url, json=update.json, headers=headers)
            status: int | None = response.status_code
        except httpx.TransportError:
            status = None
        delivery = Delivery(update.id, status, time.time())
        self._note(delivery)
        return delivery

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            for update in self._updates.waiting():
                if len(self._under_way) >= self.webhook.max_connections:
                    break
                if update.queue not in self._under_way:
                    self._under_way[update.queue] = asyncio.create_task(self._deliver(update))
            await self._woken.wait()

    async def _deliver(self, update: Update) -> None:
        wait = FIRST_WAIT_SECONDS
        while not (await self.post(update)).accepted:
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT_SECONDS)
        self._updates.done(update)
        del self._under_way[update.queue]
        self._woken.set()
