"""Stopping: a stop waits while a process cannot answer to it; a server that stops still answers for a while."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn

_STOPS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


@contextmanager
def stop_waits() -> Iterator[None]:
    """Hold back a stop asked for meanwhile until the end, unless an error ends the process before.

    Raised at whatever line is being run, it would be lost where Python ignores errors, as it does in the callbacks of
    weak references: the server would start all the same.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    yield
    let_stops_through()


def let_stops_through() -> None:
    """Take stops again, in a process that was forked while they wait."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)


class DrainingServer(uvicorn.Server):
    """Uvicorn's server, which stops in two steps: for `drain_seconds` it still answers, with 503 on /accepting."""

    def __init__(self, config: uvicorn.Config, drain_seconds: int) -> None:
        super().__init__(config)
        self._drain_seconds = drain_seconds

    async def on_tick(self, counter: int) -> bool:
        """Uvicorn calls this ten times a second."""
        if self.last_notified > time.time():
            # The clock was set back. The next sign of life would come once it is as late again: gunicorn, whose clock
            # is another, would end the process before that.
            self.last_notified = 0.0
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Uvicorn calls this once it was asked to stop."""
        self.config.app.state.stopping = True  # type: ignore[union-attr]
        await asyncio.sleep(self._drain_seconds)
        await super().shutdown(sockets)
