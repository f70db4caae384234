"""What a server publishes in the data folder: that it runs, what it answers with, and how it last read the files.

`aiguilleur reload` finds it there. There is one file for each server, so that two can share a folder. A file left by a
dead server is recognized by when its process began.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
import structlog

from bot.content.project_files import PROJECT
from rules.errors import Finding
from rules.model import Place

_NAME: Final = "serveur-{pid}.json"
_STARTED: Final = 18
"""Index of the start time in /proc/PID/stat, after the name and the state."""

_LOOPBACK: Final = {
    "127.0.0.1": "127.0.0.1",
    "0.0.0.0": "127.0.0.1",  # noqa: S104 - where a server listens that listens everywhere
    "localhost": "localhost",
    "::1": "::1",
    "::": "::1",
    "": "127.0.0.1",
}

_log = structlog.get_logger()


class PublishedFinding(msgspec.Struct, frozen=True):
    """A finding as written to the file, with its file's path within the project."""

    file: str
    line: int
    problem: str
    remedy: str

    @classmethod
    def of(cls, finding: Finding) -> PublishedFinding:
        """Convert from a finding."""
        return cls(PROJECT.named(finding.place.file), finding.place.line, finding.problem, finding.remedy)

    @property
    def finding(self) -> Finding:
        """Convert to a finding."""
        return Finding(Place(Path(self.file), self.line), self.problem, self.remedy)


class Outcome(msgspec.Struct, frozen=True):
    """The outcome of a reload, or of a server's start.

    Attributes:
        began: when it began, by the monotonic clock, which all processes of a machine share.
        findings: why the files were refused; empty if they were not.
        pending: what waits for a training.
        unchanged: whether all was in service before.
        new_model: the model put in service, if it changed.
    """

    began: float
    findings: tuple[PublishedFinding, ...] = ()
    pending: tuple[PublishedFinding, ...] = ()
    unchanged: bool = False
    new_model: str = ""


class ServerState(msgspec.Struct, frozen=True):
    """A server.

    Attributes:
        pid: its process.
        started: when that began, in ticks since the machine did.
        port: the port it listens on.
        content: the digest of the content in service.
        outcome: how it last read the files.
        host: the host it listens on.
    """

    pid: int
    started: int
    port: int
    content: str
    outcome: Outcome | None = None
    host: str = "127.0.0.1"

    @property
    def loopback(self) -> str | None:
        """Its address from this machine; None if it listens only to the network."""
        return _LOOPBACK.get(self.host)

    @property
    def alive(self) -> bool:
        """Whether that process itself still runs."""
        return _started(self.pid) == self.started


class ServerFile:
    """The file of this process's server; nothing is written before :meth:`write`."""

    def __init__(self, data: Path, port: int, host: str = "127.0.0.1") -> None:
        self._pid = os.getpid()
        self._port = port
        self._host = host
        self._path = _folder(data) / _NAME.format(pid=self._pid)
        self._state: ServerState | None = None

    @property
    def refused(self) -> bool:
        """Whether the files were refused when last read; any process of the server may ask."""
        state = self._state if os.getpid() == self._pid else _read(self._path) or self._state
        return bool(state and state.outcome and state.outcome.findings)

    def write(self, content: str, outcome: Outcome | None = None) -> None:
        """Publish the content in service. If the folder cannot be written to, only the command `reload` fails."""
        state = ServerState(self._pid, _started(self._pid) or 0, self._port, content, outcome, self._host)
        self._state = state
        beside = self._path.with_suffix(".tmp")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(msgspec.json.encode(state))
            beside.replace(self._path)
        except OSError as error:
            _log.warning("server_file_not_written", path=str(self._path), error=str(error))

    def remove(self) -> None:
        """Remove the file when the server ends; not when one of its children does."""
        if os.getpid() == self._pid:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


def servers(data: Path) -> list[ServerState]:
    """The servers that run on a data folder; files of dead ones are removed.

    Raises:
        PermissionError: the folder is another user's.
    """
    folder = _folder(data)
    paths = sorted(folder.glob(_NAME.format(pid="*"))) if folder.is_dir() else ()
    return [*_living(paths)]


def _living(paths: Iterable[Path]) -> Iterable[ServerState]:
    for path in paths:
        state = _read(path)
        if state is None:
            continue
        if state.alive:
            yield state
        else:
            with suppress(OSError):
                path.unlink()


def _read(path: Path) -> ServerState | None:
    """The state in a file; None if it was removed, or is incomplete."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=ServerState)
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError):
        return None


def _folder(data: Path) -> Path:
    return data / "run"


def _started(pid: int) -> int | None:
    """When a process began, in ticks since the machine did; None if it does not exist or has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    state, *fields = stat.rpartition(")")[2].split()
    return None if state in "ZX" else int(fields[_STARTED])
