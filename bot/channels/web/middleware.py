"""The middleware of every request and response: the size of bodies, the count of requests, security headers.

Plain ASGI: Starlette's own middleware class costs a task and two queues a request.
"""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers, State
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.errors import Refusal
from bot.content.active import ActiveContent

MAX_BODY_BYTES: Final = 100_000
"""Bytes of a request's body; the longest message in any script fits."""

_ALL: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Robots-Tag": "noindex",
}
PAGE_HEADERS: Final = {
    **_ALL,
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}
"""Headers of a page with scripts and style sheets of its own server, and nothing else."""

_FOR_ALL_SITES: Final = {**_ALL, "Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}

_BY_START: Final = {
    "": {name: value for name, value in PAGE_HEADERS.items() if name != "X-Robots-Tag"},
    "demo": PAGE_HEADERS,
    "poser": PAGE_HEADERS,
    "parcours": PAGE_HEADERS,
    "widget.js": _FOR_ALL_SITES,
    "widget": _FOR_ALL_SITES,
    "hubs": _FOR_ALL_SITES,
    "openapi.json": _FOR_ALL_SITES,
}
"""The headers of the paths that begin with a name; all other paths have those of :data:`_ALL`."""


def encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as ASGI sends them."""
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


_ENCODED: Final = {start: encoded(headers) for start, headers in _BY_START.items()}
_ENCODED_ALL: Final = encoded(_ALL)


class RequestMiddleware:
    """Refuses bodies that are too large, counts the requests under way in `state.requests`, and sets the headers.

    A request is answered from beginning to end with the content that is current when it comes in. `shares_port`: other
    processes wait at the same port.
    """

    def __init__(self, app: ASGIApp, state: State, current: ActiveContent, *, shares_port: bool) -> None:
        self._app = app
        self._state = state
        self._current = current
        self._shares_port = shares_port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = _ENCODED.get(scope["path"].split("/", 2)[1] if "/" in scope["path"] else "", _ENCODED_ALL)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *headers]
                if self._shares_port and (self._state.requests > 1 or self._state.makes_way):
                    # Others wait here: the client's next connection goes to whichever process is free, or new.
                    message["headers"].append((b"connection", b"close"))
            await send(message)

        length = Headers(scope=scope).get("content-length")
        if length is None:
            receive = _limited(receive)
        elif not length.isdigit() or int(length) > MAX_BODY_BYTES:
            receive = _too_large

        self._state.requests += 1
        try:
            with self._current.message(begins=True):
                await self._app(scope, receive, send_with_headers)
        finally:
            self._state.requests -= 1


async def _too_large() -> Message:
    """In place of a body: it is refused where it is read, so that the refusal has the form of all refusals."""
    raise Refusal(413, "too_large", f"the body is larger than {MAX_BODY_BYTES} bytes")


def _limited(receive: Receive) -> Receive:
    """The body of a request of unknown length, up to the largest allowed."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MAX_BODY_BYTES:
            await _too_large()
        return message

    return limited
