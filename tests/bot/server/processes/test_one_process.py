"""One process on a SQLite file: on a signal it finishes the turn under way and stops."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.support.redis_server import free_port
from tests.support.server import ROOT, Server, ready, until


def test_stop_finishes_the_turn_under_way_and_is_no_failure(tmp_path, models):
    with ready(Server(tmp_path / "data", models)) as server, ThreadPoolExecutor(1) as threads:
        assert "Landes" in server.say("a", "quel organisme pour les Landes ?")
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
