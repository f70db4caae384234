"""Servers as processes: started as an operator starts them, timed until the first answer, weighed, stopped."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from tests.bench.errors import BenchError

READY_WITHIN = 300
"""Seconds that a server may take to its first answer."""

_EVERY = 0.05
_STOP_WITHIN = 30
_ROUTE = "/webhooks/rest/webhook"


@dataclass(frozen=True)
class Server:
    """A running server. `ready_after`: seconds from its start to its first answer to a message."""

    url: str
    processes: list[psutil.Process]
    ready_after: float

    def memory(self) -> int:
        """Bytes that its processes and their children hold in memory (resident)."""
        return sum(process.memory_info().rss for process in self._all())

    def processor_time(self) -> float:
        """Seconds of processor that its processes have spent."""
        return sum(sum(process.cpu_times()[:2]) for process in self._all())

    def _all(self) -> list[psutil.Process]:
        return [*self.processes, *(child for process in self.processes for child in _children(process))]


@contextmanager
def serving(
    commands: Sequence[Sequence[str]], port: int, folder: Path, environment: Mapping[str, str], log: Path, hello: str
) -> Iterator[Server]:
    """Start the commands together, wait until `hello` is answered on `port`, and stop them at the end.

    Raises:
        BenchError: one of them ended, or nothing answered in time.
    """
    started: list[psutil.Popen] = []
    url = f"http://127.0.0.1:{port}{_ROUTE}"
    with log.open("w", encoding="utf-8") as lines:
        begun = time.perf_counter()
        try:
            for command in commands:
                started.append(
                    psutil.Popen(list(command), cwd=folder, env=dict(environment), stdout=lines, stderr=lines)
                )
            _wait(url, started, log, hello)
            yield Server(url, started, time.perf_counter() - begun)
        finally:
            _stop(started)


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path, what: str) -> None:
    """Run a command to its end.

    Raises:
        BenchError: it failed; the message says `what` did.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as lines:
        done = subprocess.run(list(command), cwd=folder, env=dict(environment), stdout=lines, stderr=lines, check=False)
    if done.returncode:
        raise BenchError(f"Échec : {what} (code {done.returncode}). Le détail est dans {log}.")


def environment() -> dict[str, str]:
    """What both servers get: what stands in the shell, without what this process set for itself."""
    ours = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "PYTHONWARNINGS", "PYTHONPATH")
    return {name: value for name, value in os.environ.items() if name not in ours}


def stock_environment() -> dict[str, str]:
    """What stock Rasa gets: it sends nothing to its makers."""
    return environment() | {"RASA_TELEMETRY_ENABLED": "false"}


def _wait(url: str, started: Sequence[psutil.Popen], log: Path, hello: str) -> None:
    until = time.perf_counter() + READY_WITHIN
    while time.perf_counter() < until:
        for process in started:
            if process.poll() is not None:
                raise BenchError(f"Un serveur s'est arrêté au démarrage (code {process.poll()}). Voir {log}.")
        try:
            response = httpx.post(url, json={"sender": "bench-ready", "message": hello}, timeout=READY_WITHIN)
            if response.status_code == 200 and response.json():
                return
        except httpx.TransportError:
            pass
        time.sleep(_EVERY)
    raise BenchError(f"Pas de réponse en {READY_WITHIN} s. Voir {log}.")


def _stop(started: Sequence[psutil.Popen]) -> None:
    running = [process for process in started for process in (*_children(process), process) if process.is_running()]
    for process in running:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, still = psutil.wait_procs(running, timeout=_STOP_WITHIN)
    for process in still:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(still, timeout=_STOP_WITHIN)


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.NoSuchProcess:
        return []
