"""The clock of two processes is set back by an hour and forward again: advisers do not notice.

Redis does not start with libfaketime; the effect of its clock on locks and limits is in the tests of those.
"""

from __future__ import annotations

import itertools
import time
from datetime import datetime, timedelta

import pytest

from tests.bot.server.faults.clock import Clock
from tests.bot.server.faults.load import under_load
from tests.support.server import Server, ready

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def clock(tmp_path_factory):
    return Clock(tmp_path_factory.mktemp("clock"))


@pytest.fixture(scope="module")
def database(own_postgres):
    return own_postgres.address


@pytest.fixture(scope="module")
def server(tmp_path_factory, models, clock, database, redis_server):
    data = tmp_path_factory.mktemp("server")
    settings = {"DATABASE_URL": database, "REDIS_URL": redis_server.url, **clock.settings}
    started = Server(data, models, "--workers", "2", run=True, **settings)
    started.data = data
    with ready(started):
        yield started


def test_clock_set_back_by_an_hour_and_forward_again_costs_no_answer(server, clock, database, harmless):
    with under_load(server) as load, load.fault():
        clock.set(hours=-1)
        time.sleep(4)
        clock.set(hours=0)
        time.sleep(2)
    assert _steps(server) >= {timedelta(hours=-1), timedelta(hours=1)}, "the processes went by that clock"
    harmless("Horloge reculée d’une heure, puis remise", load, server.data, database)


def _steps(server: Server) -> set[timedelta]:
    """The jumps of the clock between two lines of the log, in whole hours."""
    moments = [datetime.fromisoformat(str(event["timestamp"]).rstrip("Z")) for event in server.events("turn")]
    steps = (later - earlier for earlier, later in itertools.pairwise(moments))
    return {timedelta(hours=round(step / timedelta(hours=1))) for step in steps}
