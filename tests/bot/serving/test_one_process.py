"""One process on a file: it stops as it is asked to, with the turn under way finished."""

from __future__ import annotations

import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

from tests.bot.server import Server, until


def test_a_stop_finishes_the_turn_under_way_and_is_no_failure(tmp_path, models):
    server = Server(tmp_path / "data", models, run=True)
    try:
        server.wait_until_ready()
        assert "Landes" in server.say("a", "quel organisme pour les Landes ?")
        with ThreadPoolExecutor(1) as threads:
            # The turn waits for the database, where someone else writes.
            elsewhere = sqlite3.connect(tmp_path / "data" / "aiguilleur.db", isolation_level=None)
            elsewhere.execute("BEGIN IMMEDIATE")
            waiting = threads.submit(server.say, "a", "et pour Pau ?")
            time.sleep(0.5)
            server.process.send_signal(signal.SIGTERM)
            time.sleep(1)
            assert server.process.poll() is None
            elsewhere.execute("ROLLBACK")
            assert "Pyrénées-Atlantiques" in waiting.result(20)
        assert server.process.wait(20) == 0
    finally:
        server.kill()


def test_a_stop_while_the_model_is_loaded_is_no_failure(tmp_path, models):
    server = Server(tmp_path / "data", models, run=True)
    try:
        until(lambda: server.events("serving"), 60)
        assert server.stop() == 0
    finally:
        server.kill()
