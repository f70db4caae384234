"""The clock of two processes is set back by an hour and forward again: advisers do not notice.

Redis does not start with libfaketime; the effect of its clock on locks and limits is in the tests of those.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from tests.bot.server.faults.clock import Clock
from tests.bot.server.faults.load import ADVISERS, under_load
from tests.support.server import Server, ready, until


def test_clock_set_back_by_an_hour_and_forward_again_costs_no_answer(
    tmp_path, models, own_postgres, redis_server, harmless
):
    clock = Clock(tmp_path)
    settings = {"DATABASE_URL": own_postgres.address, "REDIS_URL": redis_server.url, **clock.settings}
    started = Server(tmp_path / "data", models, "--workers", "2", run=True, **settings)
    with ready(started) as server:
        with under_load(server) as load, load.fault():
            for hours in (-1, 0):
                clock.set(hours=hours)
                until(lambda hours=hours: _hours_off(server) == {hours}, what="the processes do not go by that clock")
        harmless("Horloge reculée d’une heure, puis remise", load)


def _hours_off(server: Server) -> set[int]:
    """By how many hours the clock was wrong at the last turns."""
    now = datetime.now(timezone.utc)
    moments = [str(event["timestamp"]).replace("Z", "+00:00") for event in server.events("turn")[-ADVISERS:]]
    return {round((datetime.fromisoformat(moment) - now) / timedelta(hours=1)) for moment in moments}
