"""A Redis server that a test may stop, restart and freeze. Where none is installed, Debian's package is."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import redis

from tests.support.packages import installed

_PORTS = range(20_000, 32_768)
"""Ports that outgoing connections are not given: a chosen port stays free while its server still loads."""

_GIVEN: set[int] = set()

_PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_PROCESSES = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
"""Which of the processes that test at once this is, and how many they are."""


def free_port() -> int:
    """A port of this machine that nobody listens on, and that no test is given a second time."""
    while True:
        port = secrets.choice([port for port in _PORTS[_PROCESS::_PROCESSES] if port not in _GIVEN])
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            _GIVEN.add(port)
            return port


class RedisServer:
    """A server on a port of its own; it keeps nothing on disk, so a restart forgets all keys."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [installed("redis-server", "redis-server"), "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(self._folder)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        client = redis.Redis(port=self.port)
        for _ in range(100):
            try:
                client.ping()
                break
            except redis.ConnectionError:
                time.sleep(0.05)
        client.close()

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def restart(self, *, away: float = 0.0) -> None:
        self.stop()
        time.sleep(away)
        self.start()

    def freeze(self) -> None:
        """Accept connections and answer nothing."""
        if self._process:
            self._process.send_signal(signal.SIGSTOP)


@contextmanager
def running_redis(folder: Path) -> Iterator[RedisServer]:
    """A server of one's own, in a folder, until the block ends."""
    server = RedisServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
