"""A server that stops in two steps: it says that it will, and still answers; then it takes nothing more."""

from __future__ import annotations

import asyncio
import socket

import uvicorn


class DrainingServer(uvicorn.Server):
    """Uvicorn's server; between the signal and the stop it goes on for `seconds`, with 503 on /accepting."""

    def __init__(self, config: uvicorn.Config, seconds: int) -> None:
        super().__init__(config)
        self._seconds = seconds

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Uvicorn calls this once it was asked to stop."""
        self.config.app.state.stopping = True  # type: ignore[union-attr]
        await asyncio.sleep(self._seconds)
        await super().shutdown(sockets)
