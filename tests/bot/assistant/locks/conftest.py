"""Several lock stores on one Redis, as of several processes."""

from __future__ import annotations

import pytest_asyncio


@pytest_asyncio.fixture
async def stores(redis_server):
    """Make lock stores that renew often; to Redis each is another process.

    Leases are long: all run in one loop, and where it stalls no ticket must lapse.
    """
    from bot.assistant.locks import RedisLockStore

    made = []

    def make(**options):
        store = RedisLockStore(url=redis_server.url, **{"lease": 10.0, "renew_every": 0.3, "patience": 15.0, **options})
        made.append(store)
        return store

    yield make
    for store in made:
        await store.close()
