"""What the server's tests share."""

from __future__ import annotations

import pytest

from tests.support.redis_server import running_redis


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory):
    """A Redis for the tests of a file."""
    with running_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server
