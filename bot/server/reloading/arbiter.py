"""Gunicorn's first process. At a hang-up it examines the files for all processes, which go on running.

Gunicorn's own reaction to a hang-up is to replace all processes, which would cut connections. Here, only a new model
needs new processes, which share it in memory; the old ones stay until their last connection has ended by itself.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from typing import Final

import structlog
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from bot.content.active import ActiveContent
from bot.process.memory import settle
from bot.server.reloading.reloader import Reloader
from bot.server.reloading.shared_content import Publication
from bot.server.reloading.sighup import Reports, Terminal, let_hang_ups_through
from bot.server.shutdown import MAKE_WAY, stop_waits
from rules.errors import ProgrammeError

_WITHIN: Final = 20.0
"""Seconds in which every process must take up new content; one that does not is replaced."""

_STARTED_WITHIN: Final = 45.0
"""Seconds in which processes with a new model should begin to answer; the old ones make way in any case."""

_log = structlog.get_logger()


class ReloadingArbiter(Arbiter):  # type: ignore[misc]
    """Manages the processes; those forked later begin with the content that the others have by then."""

    def __init__(
        self,
        app: BaseApplication,
        reloader: Reloader,
        current: ActiveContent,
        publication: Publication,
        reports: Reports,
    ) -> None:
        self._reloader = reloader
        self._current = current
        self._publication = publication
        self._reports = reports
        self._terminal = Terminal()
        self._leaving: set[int] = set()
        super().__init__(app)

    def init_signals(self) -> None:
        """Gunicorn calls this once, before it forks."""
        super().init_signals()
        self._reports.began()
        let_hang_ups_through()

    def spawn_worker(self) -> int:
        """Gunicorn calls this to fork a process; in the new process it does not return.

        Until the new process has signal handlers of its own, it has the arbiter's, which would lose a stop.
        """
        with stop_waits():
            return int(super().spawn_worker())

    def manage_workers(self) -> None:
        """Gunicorn calls this to keep the number of processes; those that make way are not counted."""
        self._leaving &= self.WORKERS.keys()
        leaving = {pid: self.WORKERS.pop(pid) for pid in self._leaving}
        try:
            super().manage_workers()
        finally:
            self.WORKERS.update(leaving)

    def makes_way(self, pid: int) -> bool:
        """Whether a process ends, or has just ended, because processes with a new model replace it."""
        return pid in self._leaving

    def handle_hup(self) -> None:
        """Gunicorn calls this for a hang-up."""
        if self._terminal.closed:
            self.handle_term()
        began, before = time.monotonic(), self._current.latest
        try:
            renewed = self._reloader.next(before)
        except ProgrammeError as error:
            self._reports.refused(began, error)
            return
        if not renewed.unchanged:
            self._publication.publish(renewed.content)
            self._current.use(renewed.content)
        if renewed.agent:
            settle()  # this process no longer needs the old model
            self._replace_all(renewed.content.digest)
        elif not renewed.unchanged:
            self._tell_all(renewed.content.digest)
        self._reports.taken(began, renewed, self._reloader.model)

    def _replace_all(self, digest: str) -> None:
        """Fork processes with the model now in memory here, and let the old ones make way."""
        before = self.WORKERS.keys() - self._leaving
        for _ in range(self.num_workers):
            self.spawn_worker()
        new = self.WORKERS.keys() - self._leaving - before
        for pid in self._publication.behind(digest, new, _STARTED_WITHIN):
            _log.warning("process_behind", behind=pid)
        self._leaving |= before
        for pid in before:
            with suppress(ProcessLookupError):
                os.kill(pid, MAKE_WAY)

    def _tell_all(self, digest: str) -> None:
        staying = self.WORKERS.keys() - self._leaving
        for pid in staying:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGHUP)
        for pid in self._publication.behind(digest, staying, _WITHIN):
            _log.warning("process_behind", behind=pid)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
