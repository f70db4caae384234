"""The Bot API's double, and the real client that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from telegram import Bot

from tests.doubles.telegram import Double


@pytest.fixture(scope="session")
def served() -> Iterator[Double]:
    with Double() as double:
        yield double


@pytest.fixture
def double(served: Double) -> Iterator[Double]:
    yield served
    served.forget()


@pytest_asyncio.fixture
async def bot(double: Double) -> AsyncIterator[Bot]:
    async with Bot(double.token, base_url=f"{double.url}/bot") as bot:
        yield bot
