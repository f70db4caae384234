"""How a server reacts to a hang-up (SIGHUP): an operator, systemd or `aiguilleur reload` asks for new content by it."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

import structlog

from bot.content.active import ActiveContent
from bot.content.loading import Content
from bot.process.memory import settle
from bot.process.metrics import RELOADS
from bot.server.reloading.reloader import Reloader, Renewed
from bot.server.reloading.server_file import Outcome, PublishedFinding, ServerFile
from bot.server.reloading.shared_content import Publication
from rules.errors import ProgrammeError

if TYPE_CHECKING:
    from rasa.core.agent import Agent

T = TypeVar("T")

_MESSAGES_END: Final = (1.0, 30.0)
"""Seconds after which messages sent to the old model are answered: nearly all, then those that waited."""

_log = structlog.get_logger()


class UseContent(Protocol):
    """Answers with other content from now on, and with the agent of a new model if given."""

    def __call__(self, content: Content, agent: Agent | None = None) -> None:
        """Called in the event loop."""


class Renewal(Protocol):
    """Brings new content to a process while it serves."""

    async def start(self, use: UseContent) -> None:
        """Start; `use` is called with new content."""

    def stop(self) -> None:
        """End."""


class Reports:
    """Reports reloads: to the log, the figures, and the file that `aiguilleur reload` reads.

    Args:
        file: that file.
        current: the content in service.
        refused: the mistakes of the files at the start, if earlier files answer instead.
    """

    def __init__(self, file: ServerFile, current: ActiveContent, refused: tuple[PublishedFinding, ...] = ()) -> None:
        self._file = file
        self._current = current
        self._refused = refused

    def files_refused(self) -> bool:
        """Whether the maintainers' files were refused when last read; any process of the server may ask."""
        return self._file.refused

    def began(self) -> None:
        """The server runs."""
        outcome = Outcome(time.monotonic(), self._refused) if self._refused else None
        self._file.write(self._current.latest.digest, outcome)

    def taken(self, began: float, renewed: Renewed, model: Path) -> None:
        """The current files are in service, with this model."""
        digest = self._current.latest.digest
        change = "Rien n’a changé" if renewed.unchanged else "En service"
        pending = tuple(map(PublishedFinding.of, renewed.pending))
        _log.info(
            "reload_taken",
            said=f"{change} : contenu {digest}",
            content=digest,
            model=model.name,
            pending=[finding.file for finding in pending],
        )
        RELOADS.labels("unchanged" if renewed.unchanged else "taken").inc()
        new_model = model.name if renewed.agent else ""
        self._file.write(digest, Outcome(began, pending=pending, unchanged=renewed.unchanged, new_model=new_model))

    def refused(self, began: float, error: ProgrammeError) -> None:
        """The files are refused."""
        digest = self._current.latest.digest
        findings = tuple(map(PublishedFinding.of, error.findings))
        refusal = f"Rechargement refusé : le contenu {digest} reste en service"
        _log.error(
            "reload_refused", said=refusal, content=digest, findings=[str(published.finding) for published in findings]
        )
        RELOADS.labels("refused").inc()
        self._file.write(digest, Outcome(began, findings))

    def ended(self) -> None:
        """The server has ended."""
        self._file.remove()


class Terminal:
    """The terminal that a server was started on, if any. Closing it also hangs up, and must end the server."""

    def __init__(self) -> None:
        self._there = sys.stderr.isatty()

    @property
    def closed(self) -> bool:
        """Whether there was a terminal that is gone."""
        return self._there and not sys.stderr.isatty()


class OwnRenewal:
    """Renewal for a server of one process."""

    def __init__(self, reloader: Reloader, current: ActiveContent, reports: Reports) -> None:
        self._reloader = reloader
        self._current = current
        self._reports = reports
        self._terminal = Terminal()
        self._hang_ups = _HangUps(self._renew)
        self._forgetting: asyncio.Task[None] | None = None

    async def start(self, use: UseContent) -> None:
        """Examine the files at each hang-up from now on."""
        self._use = use
        self._reports.began()
        self._hang_ups.listen()

    def stop(self) -> None:
        """End."""
        self._hang_ups.stop()
        if self._forgetting:
            self._forgetting.cancel()
        self._reports.ended()

    async def _renew(self) -> None:
        if self._terminal.closed:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        began, before = time.monotonic(), self._current.latest
        try:
            renewed = await asyncio.to_thread(_uncollected, lambda: self._reloader.next(before))
        except ProgrammeError as error:
            self._reports.refused(began, error)
            return
        if not renewed.unchanged:
            self._use(renewed.content, renewed.agent)
            gc.freeze()
        if renewed.agent:
            self._forgetting = asyncio.create_task(_forget())
        self._reports.taken(began, renewed, self._reloader.model)


class FollowedRenewal:
    """Renewal for a process that takes up what the server's first process publishes."""

    def __init__(self, publication: Publication, current: ActiveContent) -> None:
        self._publication = publication
        self._current = current
        self._following = asyncio.Lock()
        self._hang_ups = _HangUps(self._follow)

    async def start(self, use: UseContent) -> None:
        """Take up what was published since this process was forked, then follow."""
        self._use = use
        self._hang_ups.listen()
        await self._follow()

    def stop(self) -> None:
        """End."""
        self._hang_ups.stop()

    async def _follow(self) -> None:
        # One at a time: older content must not be taken up last.
        async with self._following:
            own = self._current.latest.digest
            content = await asyncio.to_thread(_uncollected, lambda: self._publication.newer_than(own))
            if content:
                self._use(content)
                gc.freeze()
            self._publication.acknowledge(self._current.latest.digest)


class _HangUps:
    """Runs an action at each hang-up, one at a time; hang-ups during an action cause one more."""

    def __init__(self, do: Callable[[], Awaitable[None]]) -> None:
        self._do = do
        self._asked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def listen(self) -> None:
        """Begin."""
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._asked.set)
        let_hang_ups_through()
        self._task = asyncio.create_task(self._each())

    def stop(self) -> None:
        """End."""
        if self._task:
            self._task.cancel()

    async def _each(self) -> None:
        while True:
            await self._asked.wait()
            self._asked.clear()
            try:
                await self._do()
            except Exception:
                _log.exception("reload_failed")


async def _forget() -> None:
    """Free the memory of the old model, once it answers no more messages."""
    for seconds in _MESSAGES_END:
        await asyncio.sleep(seconds)
        settle()


def let_hang_ups_through() -> None:
    """Unblock hang-ups; one that came while the server started (:func:`bot.server.processes.serve`) arrives now."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGHUP])


def _uncollected(load: Callable[[], T]) -> T:
    """Load permanent data without the collector, which would walk through it again and again and stop all threads."""
    gc.disable()
    try:
        return load()
    finally:
        gc.enable()
