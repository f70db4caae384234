"""How long others wait while an address sends the worst that the server's limits let it send.

The client speaks as a proxy that is trusted: each adviser, and the one who abuses, has an address of their own.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count, cycle
from typing import Final
from uuid import uuid4

import httpx

from tests.bench.errors import BenchError
from tests.bench.load import CONVERSATION
from tests.bench.odd_messages import ODD_MESSAGES

REST_TOKEN: Final = "of-the-bench-alone"  # noqa: S105
LIMITED: Final = {"TRUSTED_PROXIES": "127.0.0.1", "REST_TOKEN": REST_TOKEN}
"""Of the server that is measured: its limits are those that an operator has who sets none."""

ADVISERS: Final = 8
"""Who write at the same time, each in one conversation after another."""

_PAUSE_SECONDS: Final = 0.8
"""Between an adviser's messages: all together send ten a second, an eighth of what a processor takes."""

_AT_ONCE: Final = 64
"""Requests of the one who abuses that are under way at a time: all that an address may have answered at once."""

_SHORT: Final = ("quel organisme ?", "et pour Pau ?", "qui paie ?", "a b c d e f g h i j", "le 12 mai 2024 ?")

ABUSES: Final[Mapping[str, tuple[str, ...]]] = {
    "messages les plus longs": tuple(ODD_MESSAGES.values()),
    "messages courts, l’un sur l’autre": _SHORT,
}
"""What the one who abuses sends, by how the report calls it; each message is refused once a limit is reached."""


@dataclass(frozen=True)
class Beside:
    """What advisers saw beside an abuse, or alone: seconds of each message; how many messages of the abuse were read,
    and how many refused.
    """

    seconds: list[float]
    read: int = 0
    refused: int = 0


def measure_abuse(url: str, seconds: float) -> dict[str, Beside]:
    """What advisers see alone ("") and beside each abuse, each for so many seconds.

    Alone is measured before and after, so that what else the machine does counts on both sides.

    Raises:
        BenchError: a message of an adviser got no answer.
    """
    return asyncio.run(_measured(url, seconds))


async def _measured(url: str, seconds: float) -> dict[str, Beside]:
    await _advisers(url, 2)
    alone = await _advisers(url, seconds / 2)
    beside = {}
    for name, texts in ABUSES.items():
        async with _abuse(url, texts) as counted:
            beside[name] = Beside(await _advisers(url, seconds), counted[200], counted[429])
    return {"": Beside(alone + await _advisers(url, seconds / 2)), **beside}


async def _advisers(url: str, seconds: float) -> list[float]:
    """Seconds of each message of all advisers, who write for so long."""
    addresses = _addresses()
    end = time.perf_counter() + seconds
    taken: list[float] = []

    async def adviser(number: int) -> None:
        await asyncio.sleep(number * _PAUSE_SECONDS / ADVISERS)
        async with _client() as client:
            while True:
                sender, address = _sender(), next(addresses)
                for text in CONVERSATION:
                    begun = time.perf_counter()
                    if begun > end:
                        return
                    response = await _say(client, url, sender, address, text)
                    if response.status_code != 200:
                        raise BenchError(f"Pas de réponse à « {text} » sur {url} (HTTP {response.status_code}).")
                    taken.append(time.perf_counter() - begun)
                    await asyncio.sleep(_PAUSE_SECONDS)

    await asyncio.gather(*map(adviser, range(ADVISERS)))
    return taken


@asynccontextmanager
async def _abuse(url: str, texts: tuple[str, ...]) -> AsyncIterator[dict[int, int]]:
    """From one address, as fast as it is let; yields how many were answered with each status."""
    counted = {200: 0, 429: 0}
    messages = cycle(texts)
    # No other run's, whose limit may be used up.
    address = next(_addresses())

    async def send() -> None:
        async with _client() as client:
            while True:
                response = await _say(client, url, _sender(), address, next(messages))
                counted[response.status_code] += 1
                if response.status_code == 429:
                    await asyncio.sleep(float(response.headers["Retry-After"]))

    sending = [asyncio.create_task(send()) for _ in range(_AT_ONCE)]
    try:
        yield counted
        for task in sending:
            if task.done():
                await task
    finally:
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)


async def _say(client: httpx.AsyncClient, url: str, sender: str, address: str, text: str) -> httpx.Response:
    headers = {"X-Forwarded-For": address, "Authorization": f"Bearer {REST_TOKEN}"}
    return await client.post(url, json={"sender": sender, "message": text}, headers=headers)


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=60)


def _sender() -> str:
    return f"bench-{uuid4().hex}"


_NUMBERS: Final = count(1)


def _addresses() -> Iterator[str]:
    """Addresses that nobody has had."""
    while True:
        number = next(_NUMBERS)
        yield f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
