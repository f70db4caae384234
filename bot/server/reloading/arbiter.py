"""Gunicorn's first process, which at a hang-up examines the files for all and goes on with the same processes.

Gunicorn's own answer to a hang-up is to end all processes and fork others: connections would be cut.
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
from bot.server.reloading.reloader import Reloader
from bot.server.reloading.shared_content import Publication
from bot.server.reloading.sighup import Reports, Terminal, let_hang_ups_through
from bot.server.shutdown import stop_waits
from rules.errors import ProgrammeError

_WITHIN: Final = 20.0
"""Seconds in which every process takes up new content; one that does not is replaced."""

_log = structlog.get_logger()


class ReloadingArbiter(Arbiter):  # type: ignore[misc]
    """Keeps the processes; one that it forks later begins with the content that the others have by then."""

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
        super().__init__(app)

    def init_signals(self) -> None:
        """Gunicorn calls this once, before it forks."""
        super().init_signals()
        self._reports.began()
        let_hang_ups_through()

    def spawn_worker(self) -> int:
        """Gunicorn calls this to fork a process; in the process it does not return.

        Until the process has signals of its own, it has the arbiter's, which would note a stop for nobody.
        """
        with stop_waits():
            return int(super().spawn_worker())

    def handle_hup(self) -> None:
        """Gunicorn calls this for a hang-up."""
        if self._terminal.closed:
            self.handle_term()
        began, before = time.monotonic(), self._current.latest
        try:
            content = self._reloader.next(before)
        except ProgrammeError as error:
            self._reports.refused(began, error)
            return
        unchanged = content.digest == before.digest
        if not unchanged:
            self._publication.publish(content)
            self._current.use(content)
            self._tell_all(content.digest)
        self._reports.taken(began, unchanged=unchanged)

    def _tell_all(self, digest: str) -> None:
        for pid in list(self.WORKERS):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGHUP)
        for pid in self._publication.behind(digest, list(self.WORKERS), _WITHIN):
            _log.warning("process_behind", behind=pid)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
