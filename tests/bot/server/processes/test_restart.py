"""One host restarts under load, behind deploy/Caddyfile: no message is refused, lost or answered twice."""

from __future__ import annotations

import socket
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.redis_server import free_port
from tests.support.server import FROM_AFAR, ROUTE, Caddy, Server

TALKERS = 4


@pytest.fixture
def kept():
    """The socket that systemd opens by aiguilleur.socket and keeps."""
    with socket.create_server(("127.0.0.1", free_port()), backlog=4096) as listener:
        yield listener


def test_the_only_host_restarts_under_load_and_every_message_is_answered_once(tmp_path, models, kept):
    server = Server(
        tmp_path / "data", models, listener=kept, TRUSTED_PROXIES="127.0.0.1", DRAIN_SECONDS="3", RATE_ADDRESS="0"
    )
    caddy = Caddy(tmp_path, server)
    over, away = threading.Event(), []

    def talk(number):
        """Messages one after the other, each on a connection of its own."""
        waits = []
        while not over.is_set():
            body = {"sender": f"load-{number}-{len(waits)}", "message": "quel organisme pour les Landes ?"}
            began = time.monotonic()
            answer = httpx.post(caddy.url + ROUTE, json=body, headers=FROM_AFAR, timeout=150)
            waits.append(time.monotonic() - began)
            assert (answer.status_code, "Landes" in answer.text) == (200, True), answer.text
            time.sleep(0.05)
        return waits

    try:
        server.wait_until_ready()
        caddy.wait_until_ready()
        with ThreadPoolExecutor(TALKERS) as threads:
            talks = [threads.submit(talk, number) for number in range(TALKERS)]
            try:
                time.sleep(2)
                for _ in range(2):
                    began = time.monotonic()
                    assert server.stop() == 0
                    server.start()
                    server.wait_until_ready()
                    away.append(time.monotonic() - began)
                    time.sleep(2)
            finally:
                over.set()
            waits = [wait for future in talks for wait in future.result(120)]
        with sqlite3.connect(tmp_path / "data" / "aiguilleur.db") as database:
            turns = database.execute("SELECT count(*), sum(version) FROM conversations").fetchone()
    finally:
        caddy.stop()
        server.kill()
    assert turns == (len(waits), len(waits))
    assert max(waits) < max(away) + 5, "who waited did so for the server alone"
    print(f"{len(waits)} messages, 0 refused, 0 lost; restarts of {away} s, the longest wait {max(waits):.1f} s")
