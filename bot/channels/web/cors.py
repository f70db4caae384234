"""CORS: which sites may speak for which hub, and the headers that let their pages read the API's responses.

A page's origin is trusted because browsers, not pages, write it. Nothing else is at stake: there are no cookies, so a
refused site can do no more than any program outside a browser.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.errors import Refusal
from bot.content.hubs import HubProfile

API: Final = "/api/"

_METHODS: Final = "POST, DELETE"
_HEADERS: Final = "authorization, content-type"
_REMEMBERED_SECONDS: Final = 600


def origin_of(request: Request) -> str:
    """The origin of the requesting page; empty for a client that is not a browser."""
    return request.headers.get("origin", "")


class OriginPolicy:
    """Which origins may speak for a hub. `public_url` is the server's address from outside, "" if not known."""

    def __init__(self, public_url: str) -> None:
        self._public = urlsplit(public_url).netloc

    def is_allowed(self, request: Request, hub: HubProfile) -> bool:
        """Whether the request may speak for a hub: it comes from our pages, the hub's pages, or no page at all."""
        origin = origin_of(request)
        return not origin or self._is_ours(origin, request) or hub.origins.admit(origin)

    def check(self, request: Request, hub: HubProfile) -> None:
        """Refuse a page of another site.

        Raises:
            Refusal: with 403.
        """
        if not self.is_allowed(request, hub):
            raise Refusal(403, "origin_not_allowed", f"{origin_of(request)} is not a site of the hub {hub.id}")

    def _is_ours(self, origin: str, request: Request) -> bool:
        # Whatever the scheme: an undeclared proxy that ends TLS hides it.
        try:
            site = urlsplit(origin).netloc
        except ValueError:
            return False
        # The client chooses the host name in its request, so it counts only if no other is known.
        return bool(site) and site == (self._public or request.headers.get("host", ""))


class ApiCors:
    """Adds the headers that let pages of any site read the API's responses, refusals too.

    The neutral hub is open to all sites, so every site may ask before its hub is known; a refused site learns why.

    Not Starlette's CORSMiddleware: it answers preflights with 200 and its own list of headers, covers all paths, and
    omits `Vary` without an origin, so three of its four methods would be overridden (test_cors.py).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http" or not scope["path"].startswith(API):
            await self._app(scope, receive, send)
            return
        request = Headers(scope=scope)
        origin = request.get("origin")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Origin")
                if origin:
                    headers["Access-Control-Allow-Origin"] = origin
                    headers["Access-Control-Expose-Headers"] = "Retry-After"
            await send(message)

        if scope["method"] == "OPTIONS" and origin and "access-control-request-method" in request:
            headers = {
                "Access-Control-Allow-Methods": _METHODS,
                "Access-Control-Allow-Headers": _HEADERS,
                "Access-Control-Max-Age": str(_REMEMBERED_SECONDS),
            }
            await Response(status_code=204, headers=headers)(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)
