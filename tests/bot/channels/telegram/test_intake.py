"""What is taken of what Telegram gives."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from async_timeout import timeout
from telegram import Bot

from bot.channels.telegram.intake import Intake, Poller
from bot.channels.telegram.limits import MAX_UPDATE_BYTES
from bot.process.metrics import TELEGRAM_REFUSED
from bot.process.settings import Settings
from bot.storage.stores import Stores
from tests.doubles.telegram import Double


@pytest.fixture
def stores(tmp_path: Path, sqlite_url: str) -> Iterator[Stores]:
    stores = Stores.open(Settings(data=tmp_path, database=sqlite_url))
    yield stores
    stores.close()


async def test_what_is_no_update_is_skipped_and_the_others_are_taken(stores: Stores) -> None:
    intake = Intake(stores.update_queue, stores.identifiers, lambda: None)
    good = {"update_id": 7, "message": {"text": "bonjour"}}
    bad = [{"message": {"x": 1}}, None, [], "x", {"update_id": 2**62}, {"update_id": -1}, {"update_id": True}]
    large = {"update_id": 8, "x": "x" * MAX_UPDATE_BYTES}
    before = TELEGRAM_REFUSED.labels("not_an_update")._value.get()
    assert sorted(await intake.take([*bad, large, good])) == [7, 8], "those of a number need not come again"
    assert await stores.update_queue.pending() == 1
    assert TELEGRAM_REFUSED.labels("not_an_update")._value.get() == before + len(bad)


async def test_polling_goes_on_after_what_is_no_update(stores: Stores, double: Double, bot: Bot) -> None:
    intake = Intake(stores.update_queue, stores.identifiers, lambda: None)
    asking = asyncio.create_task(Poller(bot, intake, Poller.lease(stores.database)).run())
    try:
        double.deliver({"update_id": 2**63, "message": {"x": 1}})
        await asyncio.to_thread(double.wait, lambda: double.calls("getUpdates"), "asked")
        double.deliver({"update_id": 700_000_009, "message": {"text": "bonjour"}})
        async with timeout(60):
            while not await stores.update_queue.pending():
                await asyncio.sleep(0.05)
        assert await stores.update_queue.pending() == 1
    finally:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
