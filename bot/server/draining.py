"""A server that stops in two steps: it says that it will, and still answers; then it takes nothing more."""

from __future__ import annotations

import asyncio
import socket
import time

import uvicorn


class DrainingServer(uvicorn.Server):
    """Uvicorn's server; between the signal and the stop it goes on for `seconds`, with 503 on /accepting."""

    def __init__(self, config: uvicorn.Config, seconds: int) -> None:
        super().__init__(config)
        self._seconds = seconds

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
        await asyncio.sleep(self._seconds)
        await super().shutdown(sockets)
