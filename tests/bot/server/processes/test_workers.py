"""Several processes on one port: one conversation, one set of figures, and a stop that loses nothing."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import httpx
import pytest
import redis
from sqlalchemy import create_engine, inspect, text

from bot.storage.engine import address
from tests.support.server import FROM_AFAR, ROOT, ROUTE, Server, ready, until


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("workers")


@pytest.fixture(scope="module")
def server(data, models, services):
    with ready(Server(data, models, "--workers", "2", **services)) as started:
        yield started


def test_simultaneous_messages_are_answered_one_after_another(server):
    # What was just said is said in another form: the forms in their order show that each turn knows the one before.
    alone = Counter(server.say("alone", "quel organisme pour les Landes ?") for _ in range(48))
    before = server.metric("aiguilleur_turns_total")
    with ThreadPoolExecutor(16) as threads:
        answers = threads.map(lambda _: server.say("crowd", "quel organisme pour les Landes ?"), range(48))
        assert Counter(answers) == alone
    assert server.metric("aiguilleur_turns_total") - before == 48, "the figures are those of both processes"
    assert server.metric("aiguilleur_turns_in_flight") == 0
    assert server.events("turn_conflict") == [], "the lock let no two turns write"
    assert {turn["process"] for turn in server.events("turn")} == set(server.workers())


def test_forgotten_adviser_leaves_no_trace(server, data, database, redis_server):
    who, word = "Adviser-7d20ab-Personal", "xylophonesque"
    memory = redis.Redis(port=redis_server.port, decode_responses=True)

    def say(number, message):
        # Through a proxy, so that the limits count it.
        body = {"sender": who, "message": message, "message_id": f"{who}-{number}"}
        answer = httpx.post(
            server.url + ROUTE, json=body, headers={"X-Forwarded-For": "203.0.113.9", **FROM_AFAR}, timeout=60
        )
        return answer.json()[0]["text"]

    say(1, "quel organisme pour les Landes ?")
    say(2, f"pourquoi la girafe {word} mange-t-elle du carrelage au clair de lune ?")
    traces = _traces(data, who)
    assert any(trace in key for key in memory.scan_iter() for trace in traces), (
        "the limits know a hash for some seconds"
    )
    assert sum(trace in _tables(database) for trace in traces) >= 3
    assert word in _tables(database)
    say(3, "oublie-moi")
    receipt = re.search(r"EFF(-[2-9A-Z]{4}){3}", say(4, "oui"))[0]
    until(lambda: not memory.keys())
    memory.close()
    left = _tables(database) + server.log() + httpx.get(f"{server.url}/metrics").text
    files = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert receipt in left
    for trace in (who, word, *traces):
        assert trace not in left
        assert trace.encode() not in files


def test_connection_that_was_idle_for_some_seconds_takes_a_message(server):
    """A proxy keeps connections open; a message on a connection that the server closes would be lost."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    for idle_seconds in (3, 0):
        connection.request("POST", ROUTE, json.dumps({"sender": "idle", "message": "bonjour"}))
        assert connection.getresponse().read()
        time.sleep(idle_seconds)
    connection.close()


def test_stop_finishes_the_turns_under_way(server, data, redis_server):
    """The last test of the file: it ends the server."""
    with ThreadPoolExecutor(1) as threads:

        async def slow_turn():
            from bot.assistant.locks import RedisLockStore

            locks = RedisLockStore(url=redis_server.url)
            async with locks.lock(_identifiers(data).conversation("rest", "slow").id):
                waiting = threads.submit(server.say, "slow", "quel organisme pour les Landes ?")
                await asyncio.to_thread(until, lambda: server.metric("aiguilleur_turns_waiting") == 1)
                server.process.send_signal(signal.SIGTERM)
                await asyncio.sleep(1)
                assert server.process.poll() is None
            await locks.close()
            return waiting

        assert "Landes" in asyncio.run(slow_turn()).result(20)
    assert server.process.wait(20) == 0


def test_several_processes_without_shared_database_or_redis_are_refused(tmp_path):
    command = [sys.executable, "-m", "bot.cli.main", "serve", "--workers", "2"]
    environment = {**os.environ, "AIGUILLEUR_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)}
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    refused = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT, check=False)
    assert refused.returncode == 1
    assert "Plusieurs processus" in refused.stderr
    assert "DATABASE_URL" in refused.stderr
    assert "REDIS_URL" in refused.stderr


def _identifiers(data):
    from bot.process.settings import load_settings
    from bot.storage.identifiers import Identifiers

    return Identifiers.of(load_settings().copy(update={"data": data}))


def _traces(data, sender):
    """All hashes that identify an adviser or a message, in tables, locks and limits."""
    identifiers = _identifiers(data)
    identity = identifiers.conversation("rest", sender)
    messages = [identifiers.message(identity, f"{sender}-{number}")[0] for number in (1, 2, 3)]
    limit = identifiers.conversation("limit", f"rest:{sender}").id
    return [identity.id, sha256(identity.id.encode()).hexdigest(), limit, *messages]


def _tables(database):
    """Every value of every table."""
    engine = create_engine(address(database), future=True)
    with engine.connect() as connection:
        rows = [
            str(tuple(row))
            for table in inspect(engine).get_table_names()
            for row in connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608
        ]
    engine.dispose()
    return "\n".join(rows)
