"""The middleware of every request and response: the size of bodies, the count of requests, security headers.

Plain ASGI: Starlette's own middleware class costs a task and two queues a request.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from typing import Final

from async_timeout import timeout
from starlette.datastructures import Headers, State
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.errors import Refusal
from bot.content.active import ActiveContent
from bot.process.metrics import RESPONSES

MAX_BODY_BYTES: Final = 100_000
"""Largest body of a request; the longest message in any script fits."""

MAX_BODY_SECONDS: Final = 30
"""Longest wait for a body; the longest message takes three seconds at 56 kb/s."""

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
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src {pictures}; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {sites}"
)
PAGE_HEADERS: Final = {**_ALL, "Content-Security-Policy": _POLICY.format(pictures="'self'", sites="'none'")}
"""Headers of a page that loads scripts and style sheets of this server only."""

FRAME_HEADERS: Final = {
    **{name: value for name, value in PAGE_HEADERS.items() if name != "X-Frame-Options"},
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Headers of a page that some sites may frame: its own policy says which; without one, none may."""

_FOR_ALL_SITES: Final = {**_ALL, "Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}

_WATCHING: Final = ("/live", "/accepting", "/ready", "/metrics")
"""Requested by monitoring, not by people: a 503 there is no failed request."""

_BY_START: Final = {
    "": {name: value for name, value in PAGE_HEADERS.items() if name != "X-Robots-Tag"},
    "demo": PAGE_HEADERS,
    "poser": PAGE_HEADERS,
    "parcours": PAGE_HEADERS,
    "verifier": PAGE_HEADERS,
    "fenetre": FRAME_HEADERS,
    "widget.js": _FOR_ALL_SITES,
    "widget": _FOR_ALL_SITES,
    "hubs": _FOR_ALL_SITES,
    "openapi.json": _FOR_ALL_SITES,
}
"""Headers by first part of the path; other paths get :data:`_ALL`. A response's own headers take precedence."""


def framed_by(sites: Iterable[str], pictures: Iterable[str]) -> dict[str, str]:
    """The policy of a page that `sites` may frame, and that may show `pictures` of other hosts."""
    return {"Content-Security-Policy": _POLICY.format(pictures=" ".join(["'self'", *pictures]), sites=" ".join(sites))}


def encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as ASGI sends them."""
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


_ENCODED: Final = {start: encoded(headers) for start, headers in _BY_START.items()}
_ENCODED_ALL: Final = encoded(_ALL)
_ONLY_SECURE: Final = (b"strict-transport-security", b"max-age=31536000")


class RequestMiddleware:
    """Refuses bodies that are too large, counts the requests under way in `state.requests`, and sets the headers.

    A request keeps the content that is active when it comes in. `shares_port` says that other processes listen on the
    same port.
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
        if scope["method"] == "HEAD":
            # Handled as GET; the server then sends no body. Monitoring services use HEAD.
            scope = {**scope, "method": "GET"}
        headers = _ENCODED.get(scope["path"].split("/", 2)[1] if "/" in scope["path"] else "", _ENCODED_ALL)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                if scope["path"] not in _WATCHING:
                    RESPONSES.labels(message["status"]).inc()
                own = {name for name, _ in message.get("headers", ())}
                message["headers"] = [
                    *message.get("headers", ()),
                    *(header for header in headers if header[0] not in own),
                ]
                if scope["scheme"] == "https":
                    message["headers"].append(_ONLY_SECURE)
                if self._shares_port and (self._state.requests > 1 or self._state.makes_way):
                    # Other requests wait here: the client's next connection goes to a free or a new process.
                    message["headers"].append((b"connection", b"close"))
            await send(message)

        length = Headers(scope=scope).get("content-length")
        too_large = length is not None and (not length.isdigit() or int(length) > MAX_BODY_BYTES)
        receive = _too_large if too_large else _limited(receive)

        self._state.requests += 1
        try:
            with self._current.message(begins=True):
                await self._app(scope, receive, send_with_headers)
        finally:
            self._state.requests -= 1


async def _too_large() -> Message:
    """Stand in for a body that is too large: the error comes when it is read, and so has the form of all refusals."""
    raise Refusal(413, "too_large", f"the body is larger than {MAX_BODY_BYTES} bytes")


def _limited(receive: Receive) -> Receive:
    """Receive a body up to MAX_BODY_BYTES, within MAX_BODY_SECONDS."""
    taken, complete = 0, False
    end = time.monotonic() + MAX_BODY_SECONDS

    async def limited() -> Message:
        nonlocal taken, complete
        if complete:
            return await receive()
        try:
            async with timeout(max(0.0, end - time.monotonic())):
                message = await receive()
        except asyncio.TimeoutError as error:
            raise Refusal(408, "too_slow", "the body did not arrive in time", {"Connection": "close"}) from error
        taken += len(message.get("body", b""))
        complete = not message.get("more_body", False)
        if taken > MAX_BODY_BYTES:
            await _too_large()
        return message

    return limited
