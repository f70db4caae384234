"""Several processes on one port: one conversation, one set of figures, and a stop that loses nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bot.server import ROOT, Server


@pytest.fixture(scope="module")
def server(tmp_path_factory, models, database, redis_server):
    data = tmp_path_factory.mktemp("workers")
    started = Server(data, models, "--workers", "2", DATABASE_URL=database, REDIS_URL=redis_server.url)
    started.data = data
    started.wait_until_ready()
    yield started
    started.kill()


def test_a_conversation_keeps_its_memory_whichever_process_answers(server):
    server.say("memory", "quel organisme pour le titre complet en Charente ?")
    for _ in range(12):
        assert "ENSC" in server.say("memory", "et pour la Charente ?")
        assert "Mêlée" in server.say("memory", "et pour les Landes ?")
    assert {turn["process"] for turn in server.events("turn")} == set(server.workers())


def test_messages_sent_at_once_are_all_answered_one_after_another(server):
    before = server.metric("aiguilleur_turns_total")
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda _: server.say("crowd", "quel organisme pour les Landes ?"), range(48)))
    assert len(set(answers)) == 1
    assert server.metric("aiguilleur_turns_total") - before == 48, "the figures are those of both processes"
    assert server.metric("aiguilleur_turns_in_flight") == 0
    assert server.events("turn_conflict") == [], "the lock let no two turns write"


def test_a_killed_process_is_replaced_and_the_other_answers_meanwhile(server):
    victim, survivor = server.workers()
    os.kill(victim, signal.SIGKILL)
    assert "Landes" in server.say("after", "quel organisme pour les Landes ?")
    _until(lambda: len(server.workers()) == 2 and victim not in server.workers())
    assert survivor in server.workers()


def test_while_redis_is_away_the_server_says_so_and_turns_wait(server, redis_server):
    redis_server.stop()
    assert server.ready() == (
        503,
        {"status": "not ready", "model": "ok", "database": "ok", "locks": "unavailable"},
    )
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(server.say, "waits", "quel organisme pour les Landes ?")
        time.sleep(1)
        assert not waiting.done()
        redis_server.start()
        assert "Landes" in waiting.result(20)
    server.wait_until_ready()
    assert server.metric("aiguilleur_redis_errors_total") > 0


def test_a_stop_finishes_the_turns_under_way(server, redis_server):
    """Last here: it ends the server."""
    with ThreadPoolExecutor(1) as threads:

        async def slow_turn():
            from bot.locks import RedisLockStore

            locks = RedisLockStore(url=redis_server.url)
            async with locks.lock(_lock_name(server, "slow")):
                waiting = threads.submit(server.say, "slow", "quel organisme pour les Landes ?")
                await asyncio.to_thread(_until, lambda: server.metric("aiguilleur_turns_waiting") == 1)
                server.process.send_signal(signal.SIGTERM)
                await asyncio.sleep(1.5)
                assert server.process.poll() is None
            await locks.close()
            return waiting

        assert "Landes" in asyncio.run(slow_turn()).result(20)
    assert server.process.wait(20) == 0


def test_several_processes_without_what_they_must_share_are_refused(tmp_path):
    command = [sys.executable, "-m", "bot.cli", "serve", "--workers", "2"]
    environment = {**os.environ, "AIGUILLEUR_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)}
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    refused = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT, check=False)
    assert refused.returncode == 1
    assert "Plusieurs processus" in refused.stderr
    assert "DATABASE_URL" in refused.stderr
    assert "REDIS_URL" in refused.stderr


def _lock_name(server, sender):
    from bot.settings import load_settings
    from bot.storage.identifiers import Identifiers

    return Identifiers.of(load_settings().copy(update={"data": server.data})).conversation("rest", sender).id


def _until(true):
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
