"""One host restarts under load, behind deploy/Caddyfile: no message is refused, lost or answered twice."""

from __future__ import annotations

import socket
import sqlite3
import time

import pytest

from tests.support.redis_server import free_port
from tests.support.server import FROM_AFAR, Caddy, Server
from tests.support.talk import talking


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
    away = []
    try:
        server.wait_until_ready()
        caddy.wait_until_ready()
        with talking(caddy, "quel organisme pour les Landes ?", FROM_AFAR) as talk:
            talk.go_on()
            for _ in range(2):
                began = time.monotonic()
                assert server.stop() == 0
                server.start()
                server.wait_until_ready()
                away.append(time.monotonic() - began)
                talk.go_on()
        with sqlite3.connect(tmp_path / "data" / "aiguilleur.db") as database:
            turns = database.execute("SELECT count(*), sum(version) FROM conversations").fetchone()
    finally:
        caddy.stop()
        server.kill()
    assert talk.refused == []
    assert all("Landes" in text for text in talk.texts)
    assert turns == (len(talk.texts), len(talk.texts))
    assert max(talk.waits) < max(away) + 5, "who waited did so for the server alone"
    print(f"{len(talk.texts)} messages; restarts of {away} s, the longest wait {max(talk.waits):.1f} s")
