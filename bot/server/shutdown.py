"""Stopping: a stop waits until the process can react to it, and a stopping server still answers for a while."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import uvicorn

MAKE_WAY: Final = signal.SIGUSR2
"""Tells one of several processes on a port that others have replaced it."""

_STOPS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
_LOOK_EVERY: Final = 0.1

_HEARD_SECONDS: Final = 0.5
"""Seconds for connected clients to send their request."""


@contextmanager
def stop_waits() -> Iterator[None]:
    """Hold back stops during the block; they arrive at its end. An error in it leaves them blocked: the process ends.

    Otherwise a stop could be raised where Python ignores errors, as in the callbacks of weak references. It would be
    lost,
    and the server would start all the same.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    yield
    let_stops_through()


def let_stops_through() -> None:
    """Unblock stops, in a process that was forked while they were blocked."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)


class DrainingServer(uvicorn.Server):
    """Uvicorn's server, stopping in two steps: for `drain_seconds` it still answers, with 503 on /accepting.

    `when_ready` is called once it takes requests.
    """

    def __init__(
        self, config: uvicorn.Config, drain_seconds: int, when_ready: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(config)
        self._drain_seconds = drain_seconds
        self._when_ready = when_ready
        self._makes_way = False
        self._told_to_stop = False

    def make_way(self) -> None:
        """Leave the port to others, and end after the last connection; its clients close it."""
        self._makes_way = self.should_exit = True

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Uvicorn calls this for a stop."""
        self._told_to_stop = True
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Uvicorn calls this once."""
        await super().startup(sockets)
        if self.started:
            self._when_ready()

    async def on_tick(self, counter: int) -> bool:
        """Uvicorn calls this ten times a second."""
        if self.last_notified > time.time():
            # The clock was set back. The next sign of life would come only when it has caught up, and gunicorn, which
            # uses another clock, would end the process before.
            self.last_notified = 0.0
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Uvicorn calls this after it was asked to stop."""
        if self._makes_way:
            await self._last_connection_ends()
        else:
            self.config.app.state.stopping = True  # type: ignore[union-attr]
            await asyncio.sleep(self._drain_seconds)
            await self._last_request_arrives()
        await super().shutdown(sockets)

    async def _last_request_arrives(self) -> None:
        """Accept no more connections, and read requests on the newest ones, which uvicorn would close."""
        for server in self.servers:
            server.close()
        if self.server_state.connections:
            await asyncio.sleep(_HEARD_SECONDS)

    async def _last_connection_ends(self) -> None:
        """Answer on the existing connections, with a header that each is closed afterwards.

        An idle one is closed after the usual time, which its client must expect anyway.
        """
        for server in self.servers:
            server.close()
        self.config.app.state.makes_way = True  # type: ignore[union-attr]
        end, counter = time.monotonic() + self.config.timeout_keep_alive, 0
        while self.server_state.connections and not self._told_to_stop and time.monotonic() < end:
            await asyncio.sleep(_LOOK_EVERY)
            counter += 1
            await self.on_tick(counter)  # a sign of life, each second
