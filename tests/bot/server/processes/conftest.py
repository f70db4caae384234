"""A PostgreSQL database and a Redis server for each test file; the trained model is shared."""

from __future__ import annotations

import pytest

from tests.support.redis_server import RedisServer
from tests.support.services import fresh_database


@pytest.fixture(scope="module")
def database(postgres_server):
    with fresh_database(postgres_server) as address:
        yield address


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory):
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()
