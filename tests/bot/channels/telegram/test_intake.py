"""Which process asks Telegram for updates: one that reaches it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from telegram import Bot

from bot.channels.telegram.intake import Intake, Poller
from bot.process.settings import Settings
from bot.storage.stores import Stores
from tests.doubles.telegram import Double

FAILURES = 1000


async def _taken_by_another(stores: Stores) -> bool:
    """Whether another process gets to ask, within some attempts."""
    other = Poller.lease(stores.database)
    for _ in range(100):
        if await other.take():
            return True
        await asyncio.sleep(0.1)
    return False


@pytest.mark.parametrize("code", [409, 502])
async def test_process_that_telegram_refuses_lets_the_next_one_poll(code: int, tmp_path: Path, sqlite_url: str) -> None:
    stores = Stores.open(Settings(data=tmp_path, database=sqlite_url))
    with Double() as double:
        double.fail("getUpdates", code=code, times=FAILURES)
        async with Bot(double.token, base_url=f"{double.url}/bot") as bot:
            poller = Poller(
                bot, Intake(stores.update_queue, stores.identifiers, lambda: None), Poller.lease(stores.database)
            )
            asking = asyncio.create_task(poller.run())
            await asyncio.to_thread(double.wait, lambda: double.calls("getUpdates"), "asked")
            taken = await _taken_by_another(stores)
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
    stores.database.close()
    assert taken
