"""PostgreSQL for the tests: the server that runs on this machine, else one of our own; never skipped.

AIGUILLEUR_TEST_POSTGRES names another server, by address, whose user may make databases.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from secrets import token_hex

import psycopg2
import pytest
from sqlalchemy.engine import URL, make_url

from tests.support.packages import alone, install
from tests.support.redis_server import free_port

RUNNING = "postgresql://postgres@127.0.0.1:5432/postgres"
_WAIT_SECONDS = 30


class OwnPostgres:
    """A server of our own, in a temporary folder, that a test may stop, kill and start again.

    `options`: of its command line.
    """

    def __init__(self, options: str = "") -> None:
        self._options = options
        self._binaries = binaries()
        self._user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self._folder = Path(tempfile.mkdtemp(prefix="aiguilleur-postgres-"))
        if self._user:
            shutil.chown(self._folder, "postgres")
        self.port = free_port()
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", "postgres", "--no-sync")
        self.start()

    @property
    def address(self) -> str:
        """The address of its first database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 {self._options}"
        log = f"{self._folder}/log"
        self._run("pg_ctl", "-D", self._data, "-w", "-t", str(_WAIT_SECONDS), "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """Stop at once, ending connections in the middle of what they do."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")

    def kill(self) -> None:
        """Kill -9 of the server's first process."""
        os.kill(int((Path(self._data) / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def remove(self) -> None:
        """Stop and delete everything."""
        subprocess.run(
            [*self._user, self._binaries / "pg_ctl", "-D", self._data, "-m", "immediate", "stop"],
            capture_output=True,
            check=False,
        )
        shutil.rmtree(self._folder, ignore_errors=True)

    def bytes_in(self, folder: str) -> bytes:
        """All that stands in the files of a folder of the cluster: "base", "pg_wal"."""
        return b"".join(path.read_bytes() for path in Path(self._data, folder).rglob("*") if path.is_file())

    def log(self) -> str:
        """All that it has written into its log, in whichever form."""
        files = [self._folder / "log", *Path(self._data, "log").glob("*")]
        return "".join(file.read_text(encoding="utf-8", errors="replace") for file in files)

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [*self._user, self._binaries / program, *arguments],
            stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            text=True,
            check=False,
            cwd="/",
        )
        if done.returncode:
            pytest.fail(f"{program} did not succeed: {done.stderr or (self._folder / 'log')}", pytrace=False)


@lru_cache(maxsize=1)
def binaries() -> Path:
    """PostgreSQL's programs, installed from Debian's packages first where they lack and we are root."""
    with alone("apt"):
        if not found_binaries():
            try:
                install("postgresql", missing="initdb")
            except RuntimeError as error:
                pytest.fail(
                    "The tests need PostgreSQL: start one on 127.0.0.1:5432, or name one in "
                    f"AIGUILLEUR_TEST_POSTGRES. {error}",
                    pytrace=False,
                )
    folder = found_binaries()
    assert folder
    return folder


def found_binaries() -> Path | None:
    """PostgreSQL's programs where this machine has them: Debian keeps them in a folder that is not on PATH."""
    on_path = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    candidates = [*installed, *([Path(on_path)] if on_path else [])]
    return candidates[-1].parent if candidates else None


@contextmanager
def own_postgres(options: str = "") -> Iterator[OwnPostgres]:
    """A server of our own, until the block ends."""
    server = OwnPostgres(options)
    try:
        yield server
    finally:
        server.remove()


def running_postgres() -> str | None:
    """The address of the server that is named, or that this machine runs."""
    return os.environ.get("AIGUILLEUR_TEST_POSTGRES") or (RUNNING if answers(RUNNING) else None)


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a running server: the named one, the machine's, or our own for the session."""
    if running := running_postgres():
        yield running
        return
    with own_postgres() as own:
        yield own.address


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """The address of a new, empty database, dropped at the end."""
    name = f"aiguilleur_test_{token_hex(6)}"
    statement(server, f"CREATE DATABASE {name}")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        statement(server, f"DROP DATABASE {name} WITH (FORCE)")


def statement(server: str, sql: str) -> None:
    """Run a statement outside any transaction."""
    connection = psycopg2.connect(_plain(make_url(server)))
    connection.autocommit = True
    try:
        connection.cursor().execute(sql)
    finally:
        connection.close()


def answers(server: str, *, within: float = 0.0) -> bool:
    """Whether a server takes connections, now or within some seconds."""
    end = time.monotonic() + within
    while True:
        try:
            psycopg2.connect(_plain(make_url(server)), connect_timeout=2).close()
            return True
        except psycopg2.OperationalError:
            if time.monotonic() >= end:
                return False
            time.sleep(0.1)


def _plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
