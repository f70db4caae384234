"""HTTP for uvicorn that closes connections on which no complete request arrives."""

from __future__ import annotations

import asyncio
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_REQUEST_SECONDS: Final = 40
"""Seconds within which a request's line and headers must arrive. Longer than a proxy keeps an idle connection (30)."""


class ImpatientProtocol(HttpToolsProtocol):
    """Closes a connection whose first request does not arrive, or whose current request is not completed."""

    _awaited: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client connects."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Part of a request arrives."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection ends."""
        super().connection_lost(exc)
        self._forget()

    def _watch(self) -> None:
        if self._is_under_way():
            self._forget()
        elif self._awaited is None:
            self._awaited = self.loop.call_later(MAX_REQUEST_SECONDS, self._give_up)

    def _is_under_way(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _forget(self) -> None:
        if self._awaited:
            self._awaited.cancel()
            self._awaited = None

    def _give_up(self) -> None:
        self._awaited = None
        if not self._is_under_way():
            self.transport.close()
