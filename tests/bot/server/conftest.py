"""What the server's tests share."""

from __future__ import annotations

import pytest

from tests.support.clone import Clone
from tests.support.redis_server import running_redis


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory):
    """A Redis for the tests of a file."""
    with running_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="module")
def cloned(tmp_path_factory):
    """Files that stay as a test has edited them."""
    return Clone(tmp_path_factory.mktemp("clone"))


@pytest.fixture
def clone(cloned):
    """The same files, restored after each test; the content in service stays until the next reload."""
    yield cloned
    cloned.restore()
