"""A Redis of one's own, and several stores on it as if each were a process."""

from __future__ import annotations

import pytest
import pytest_asyncio

from tests.bot.redis_server import RedisServer


@pytest.fixture
def redis_server(tmp_path):
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest_asyncio.fixture
async def stores(redis_server):
    """Makes lock stores, with short leases; each is another process to Redis."""
    from bot.locks import RedisLockStore

    made = []

    def make(**options):
        store = RedisLockStore(url=redis_server.url, **{"lease": 1.0, "renew_every": 0.3, "patience": 15.0, **options})
        made.append(store)
        return store

    yield make
    for store in made:
        await store.close()
