"""The server itself, as an operator starts it, and what stands before it."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from tests.support.forked import Forked
from tests.support.packages import installed
from tests.support.redis_server import free_port

ROOT = Path(__file__).parents[2]
ROUTE = "/webhooks/rest/webhook"
_REST_TOKEN = "of-the-tests-alone"  # noqa: S105
FROM_AFAR = {"Authorization": f"Bearer {_REST_TOKEN}"}
"""The headers by which ROUTE takes a message that a proxy forwards."""

_WAIT_SECONDS = 150


def until(
    true: Callable[[], object], seconds: float = 30.0, what: str | Callable[[], str] = "it did not come to that"
) -> None:
    """Wait until a condition holds that raises no event. `what` is waited for; a function says it once it did not come.

    Raises:
        AssertionError: it does not hold in time; says what was waited for.
    """
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"{what if isinstance(what, str) else what()}: not within {seconds} s"
        time.sleep(0.05)


def status(url: str, trusted: ssl.SSLContext | None = None) -> int:
    """The status of an answer; 0 where nobody listens, or not yet with a certificate that is `trusted`."""
    try:
        return httpx.get(url, verify=trusted or True).status_code
    except httpx.TransportError:
        return 0


@contextmanager
def ready(server: Server) -> Iterator[Server]:
    """A server once it answers; it ends with what it is needed for."""
    try:
        server.wait_until_ready()
        yield server
    finally:
        server.kill()


class Server:
    """`aiguilleur serve` on a port of its own; its log lines are kept.

    With `run` it is started as by an operator; else it is forked from a process that has imported the libraries. With
    `listener` it is started as by systemd, which keeps that socket. `python` is that of another install than the one
    that is tested.
    """

    def __init__(
        self,
        data: Path,
        models: Path,
        *arguments: str,
        port: int | None = None,
        run: bool = False,
        listener: socket.socket | None = None,
        root: Path = ROOT,
        python: Path | str = sys.executable,
        **settings: str,
    ) -> None:
        data.mkdir(exist_ok=True)
        if not (data / "models").exists():
            (data / "models").symlink_to(models.resolve())
        self.port = port or (listener.getsockname()[1] if listener else free_port())
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = data / f"log-{self.port}"
        self._arguments = ["serve", *arguments]
        self._root = root
        self._run = run
        self._command = [str(python), "-m", "bot.cli.main"]
        self._listener = listener
        self._environment = {
            **os.environ,
            "AIGUILLEUR_DATA": str(data),
            "PORT": str(self.port),
            "PYTHONPATH": str(root),
            "PYTHONWARNINGS": "ignore",
            "TMPDIR": str(data),
            "REST_TOKEN": _REST_TOKEN,
            **settings,
        }
        self.start()

    def start(self) -> None:
        """Start it; and start it anew, with the same port and data, once it has ended."""
        self._log.write_bytes(b"")
        self.process = self._started()

    def _started(self) -> subprocess.Popen[bytes] | Forked:
        if not self._run and not self._listener:
            return Forked(self._arguments, self._environment, self._root, self._log)
        command = [*self._command, *self._arguments]
        kept: tuple[int, ...] = ()
        if self._listener:
            kept = (self._listener.fileno(),)
            handed = f'LISTEN_FDS=1 LISTEN_PID=$$ exec "$@" 3<&{kept[0]}'
            command = ["bash", "-c", handed, "bash", *command]
        with self._log.open("ab") as log:
            return subprocess.Popen(command, env=self._environment, stderr=log, cwd=self._root, pass_fds=kept)

    def command(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Another command of the operator's, with the same settings and more."""
        return subprocess.run(
            [*self._command, *arguments],
            env={**self._environment, **settings},
            cwd=self._root,
            capture_output=True,
            text=True,
            check=False,
        )

    def content(self) -> str:
        """The digest of the content in service."""
        return str(httpx.get(f"{self.url}/live").json()["content"])

    def wait_until_ready(self) -> None:
        def is_ready() -> bool:
            assert self.process.poll() is None, self._log.read_text()
            return status(f"{self.url}/ready") == 200

        until(is_ready, _WAIT_SECONDS, lambda: f"not ready, {self._log.read_text()}")

    def ready(self) -> tuple[int, dict[str, str]]:
        response = httpx.get(f"{self.url}/ready", timeout=10)
        return response.status_code, response.json()

    def say(self, sender: str, message: str, **more: str) -> str:
        """The text of :meth:`reply`."""
        return str(self.reply(sender, message, **more)["text"])

    def reply(self, sender: str, message: str, **more: str) -> dict[str, Any]:
        """A message over a connection of its own: whichever process is free takes it."""
        body = {"sender": sender, "message": message, **more}
        response = httpx.post(self.url + ROUTE, json=body, timeout=60)
        response.raise_for_status()
        reply: dict[str, Any] = response.json()[0]
        return reply

    def metric(self, name: str) -> float:
        """The sum of a figure over its labels."""
        lines = httpx.get(f"{self.url}/metrics").text.splitlines()
        return sum(
            float(line.rpartition(" ")[2]) for line in lines if line.startswith(name) and line[len(name)] in " {"
        )

    def events(self, name: str) -> list[dict[str, object]]:
        """The log's events of one name; every line of the log must be JSON."""
        lines = [json.loads(line) for line in self._log.read_text().splitlines()]
        return [line for line in lines if line["event"] == name]

    def log(self) -> str:
        return self._log.read_text()

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(child) for child in children.split()]

    def kill_worker(self, victim: int) -> None:
        """Kill -9 of one of its processes, and wait until there is another in its place."""
        expected = len(self.workers())
        os.kill(victim, signal.SIGKILL)
        until(lambda: len(self.workers()) == expected and victim not in self.workers(), what="no other in its place")

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def kill(self) -> None:
        """End it by force, if it still runs."""
        if self.process.poll() is None:
            workers = self.workers()
            self.process.kill()  # first: it would start others
            self.process.wait()
            for worker in workers:
                with suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)


class Caddy:
    """Caddy with the configuration of deploy/, before some servers, on a port of its own without TLS."""

    def __init__(self, folder: Path, *servers: Server, **settings: str) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self.log = folder / "caddy.log"
        environment = {
            **os.environ,
            "SITE": self.url,
            "UPSTREAMS": " ".join(f"127.0.0.1:{server.port}" for server in servers),
            "XDG_DATA_HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
            "CADDY_ADMIN": f"unix/{folder}/admin.sock",
            **settings,
        }
        command = [installed("caddy", "caddy"), "run", "--config", str(ROOT / "deploy" / "Caddyfile")]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen([*command, "--adapter", "caddyfile"], env=environment, stderr=log)

    def wait_until_ready(self) -> None:
        until(lambda: status(f"{self.url}/live"), what=lambda: f"Caddy did not start, {self.log.read_text()}")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)
