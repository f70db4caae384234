"""One process on a SQLite file: on a signal it finishes the turn under way and stops."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from bot.process.settings import load_settings
from bot.server import processes
from bot.storage.stores import Stores
from tests.support.redis_server import free_port
from tests.support.server import ROOT, Server, until


def test_stop_finishes_the_turn_under_way_and_is_no_failure(tmp_path, models):
    server = Server(tmp_path / "data", models)
    try:
        server.wait_until_ready()
        assert "Landes" in server.say("a", "quel organisme pour les Landes ?")
        with ThreadPoolExecutor(1) as threads:
            # The turn waits for the database, where someone else writes.
            elsewhere = sqlite3.connect(tmp_path / "data" / "aiguilleur.db", isolation_level=None)
            elsewhere.execute("BEGIN IMMEDIATE")
            waiting = threads.submit(server.say, "a", "et pour Pau ?")
            until(lambda: server.metric("aiguilleur_turns_in_flight") == 1)
            server.process.send_signal(signal.SIGTERM)
            time.sleep(1)
            assert server.process.poll() is None
            elsewhere.execute("ROLLBACK")
            assert "Pyrénées-Atlantiques" in waiting.result(20)
        assert server.process.wait(20) == 0
    finally:
        server.kill()


def test_ready_server_says_where_it_answers(tmp_path, models):
    (tmp_path / "models").symlink_to(models.resolve())
    url = f"http://127.0.0.1:{free_port()}"
    environment = {**os.environ, "AIGUILLEUR_DATA": str(tmp_path), "PORT": url.rpartition(":")[2]}
    started = subprocess.Popen(
        [sys.executable, "-m", "bot.cli.main", "serve"],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert started.stdout
        assert started.stdout.readline() == f"Prêt : {url} (Ctrl+C pour arrêter)\n"
        assert httpx.get(f"{url}/ready").status_code == 200
    finally:
        started.terminate()
        assert started.wait(30) == 0


def test_stop_while_the_model_is_loaded_is_no_failure(tmp_path, models):
    server = Server(tmp_path / "data", models, run=True)
    try:
        until(lambda: server.events("serving"), 60)
        assert server.stop() == 0
    finally:
        server.kill()


@pytest.fixture
def own_signals():
    """The signal handlers of the test process, restored after the test."""
    handler, blocked = signal.getsignal(signal.SIGTERM), signal.pthread_sigmask(signal.SIG_BLOCK, [])
    yield
    signal.signal(signal.SIGTERM, handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


@pytest.mark.usefixtures("own_signals")
def test_stop_is_not_lost_where_python_ignores_errors(tmp_path, monkeypatch):
    opened = Stores.open

    def stopped_meanwhile(settings):
        something = {1}
        forgotten = weakref.ref(something, lambda _: signal.pthread_kill(threading.get_ident(), signal.SIGTERM))
        del something
        assert forgotten() is None
        return opened(settings)

    monkeypatch.setattr(Stores, "open", stopped_meanwhile)
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        processes.serve(load_settings(), tmp_path / "no model", workers=1)
    assert ended.value.code == 0
