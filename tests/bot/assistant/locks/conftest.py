"""Several stores on one Redis, as if each were a process."""

from __future__ import annotations

import pytest_asyncio


@pytest_asyncio.fixture
async def stores(redis_server):
    """Makes lock stores that renew often; each is another process to Redis.

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
