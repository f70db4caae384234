"""What every request and every response goes through: the size of a body, how many are in hand, security headers.

Plain ASGI: Starlette's own middleware class costs a task and two queues a request.
"""

from __future__ import annotations

from typing import Any

from starlette.datastructures import Headers, MutableHeaders, State
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 100_000
"""Bytes of a request; a message of the longest kind in any script fits."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}


class Guard:
    """Refuses bodies that are too large, counts the requests in hand in `state.requests`, and sets the headers.

    `shares_port`: other processes wait at the same port.
    """

    def __init__(self, app: ASGIApp, state: State, *, shares_port: bool) -> None:
        self._app = app
        self._state = state
        self._shares_port = shares_port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            refusal: Any = JSONResponse({"error": f"the body is larger than {LARGEST_BODY} bytes"}, status_code=413)
            await refusal(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                if self._shares_port and self._state.requests > 1:
                    # Others wait here: the client's next connection goes to whichever process is free.
                    headers["Connection"] = "close"
            await send(message)

        self._state.requests += 1
        try:
            await self._app(scope, receive, sent)
        finally:
            self._state.requests -= 1
