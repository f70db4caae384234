"""The servers of this folder."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from tests.bot.channels.telegram.reliability.deployment import Deployment
from tests.support.redis_server import RedisServer
from tests.support.services import fresh_database


@pytest.fixture(scope="session")
def served_by_webhook(tmp_path_factory, models, postgres_server):
    with deployed(tmp_path_factory, models, postgres_server, webhook=True) as deployment:
        yield deployment


@pytest.fixture
def deployment(served_by_webhook):
    """Two processes that Telegram delivers to, with nothing left over from another test."""
    served_by_webhook.double.faults.clear()
    yield served_by_webhook
    assert served_by_webhook.double.faults.left == 0, "all that was to go wrong went wrong"


@contextmanager
def deployed(folders, models, postgres_server, *, webhook):
    redis = RedisServer(folders.mktemp("redis"))
    redis.start()
    with fresh_database(postgres_server) as database:
        deployment = Deployment(folders.mktemp("data"), models, database, redis.url, webhook=webhook)
        try:
            deployment.server.wait_until_ready()
            if webhook:
                # Each process asks for deliveries; the double breaks off what is under way when one does.
                deployment.double.wait(lambda: len(deployment.double.calls("setWebhook")) == 2, "the webhook set", 60)
            yield deployment
        finally:
            deployment.stop()
            redis.stop()
