"""Telegram asked for updates: one process asks, and whichever way it ends, the next goes on from where it was."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import closing

import httpx
import pytest

from tests.bot.channels.telegram.reliability.conftest import deployed
from tests.bot.channels.telegram.reliability.counting import all_answered, asks, promise_kept
from tests.bot.channels.telegram.reliability.deployment import CLAIMS, telegram
from tests.doubles.telegram import Silent
from tests.support.server import Server, until

pytestmark = pytest.mark.xdist_group("telegram/reliability, asking")  # servers of its own

_CLAIMING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'SELECT pg_advisory_xact_lock%'
"""


@pytest.fixture(scope="module")
def asking(tmp_path_factory, models, postgres_server):
    with deployed(tmp_path_factory, models, postgres_server, webhook=False) as deployment:
        yield deployment


def test_one_process_of_several_polls(asking):
    double = asking.double
    asked = [asks(double.private()) for _ in range(4)]
    all_answered(double, asked, 90)
    asking.settled()
    assert {call.code for call in double.calls("getUpdates")} == {200}, "no process ends the other's request"
    promise_kept(asked)


def test_processes_that_stop_leave_nothing_claimed(asking):
    double, before = asking.double, asking.server.workers()
    # They are about to claim when they are told to stop.
    with asking.holding(f"SELECT pg_advisory_xact_lock({CLAIMS})"):
        asked = [asks(double.private()) for _ in range(4)]
        until(lambda: asking.query("SELECT count(*) FROM inbox WHERE done IS NULL") == [(4,)])
        until(lambda: asking.query(_CLAIMING) == [(2,)])
        for process in before:
            os.kill(process, signal.SIGTERM)
        time.sleep(0.5)
    until(lambda: not set(before) & set(asking.server.workers()))
    assert asking.claimed() == []
    asked += [asks(double.private()) for _ in range(4)]
    all_answered(double, asked, 90)
    asking.settled()
    promise_kept(asked)


def test_another_program_with_the_same_token_is_logged_and_survived(asking):
    double = asking.double
    # Of two requests that overlap the earlier ends: the other program's, where it comes between two of ours.
    for _ in range(30):
        double.wait(lambda: double.world.updates.polled, "our request under way", 60)
        httpx.get(f"{double.url}/bot{double.token}/getUpdates", params={"timeout": 1}, timeout=30)
        if asking.server.events("telegram_conflict"):
            break
    assert asking.server.events("telegram_conflict")
    asked = [asks(double.private())]
    all_answered(double, asked, 60)
    asking.settled()
    promise_kept(asked)


@pytest.fixture
def started(tmp_path, models, double):
    """Starts one process on a file, again and again in the same place."""
    data, servers = tmp_path / "data", []

    def start():
        servers.append(Server(data, models, **telegram(double)))
        return servers[-1]

    yield start
    for server in servers:
        server.kill()


def test_a_process_alone_that_is_killed_and_started_again_loses_nothing(tmp_path, double, started):
    server = started()
    answered, sending = double.private(), double.private()
    of_answered = asks(answered)
    all_answered(double, [of_answered], 60)

    # In the inbox, and Telegram is not told; meanwhile one is answered and one is being answered.
    double.fail("getUpdates", Silent())
    double.fail("sendMessage", Silent(), chat=sending)
    with double.world.changed:  # one request brings both
        unconfirmed = [asks(answered, 1), asks(sending)]
    all_answered(double, unconfirmed[:1], 60)
    double.wait(lambda: not double.faults.left, "both under way", 60)
    until(lambda: _undone(tmp_path) == 1)
    assert len(double.world.updates.waiting()) == 2
    server.kill()
    server = started()
    all_answered(double, unconfirmed, 60)

    # Given by Telegram, and not in the inbox: from the request that has just begun.
    double.settled(60)
    polls = len(double.calls("getUpdates"))
    elsewhere = sqlite3.connect(tmp_path / "data" / "aiguilleur.db", isolation_level=None)
    elsewhere.execute("BEGIN IMMEDIATE")
    unwritten = asks(answered, 2)
    double.wait(lambda: len(double.calls("getUpdates")) > polls, "the update given", 60)
    server.kill()
    elsewhere.execute("ROLLBACK")
    elsewhere.close()
    started()
    all_answered(double, [unwritten], 60)
    double.settled(60)
    until(lambda: _undone(tmp_path) == 0)
    promise_kept([of_answered, *unconfirmed])
    promise_kept([unwritten])


def _undone(folder):
    with closing(sqlite3.connect(folder / "data" / "aiguilleur.db")) as database:
        return database.execute("SELECT count(*) FROM inbox WHERE done IS NULL").fetchone()[0]
