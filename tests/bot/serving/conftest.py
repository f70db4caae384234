"""A PostgreSQL database and a Redis of one's own for each file's servers; the trained model is shared."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.redis_server import RedisServer
from tests.bot.services import fresh_database, postgres


@pytest.fixture(scope="session")
def models() -> Path:
    from bot.settings import load_settings
    from bot.training import train

    return train(load_settings().models, print).parent


@pytest.fixture(scope="module")
def database():
    with postgres() as server, fresh_database(server) as address:
        yield address


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory):
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()
