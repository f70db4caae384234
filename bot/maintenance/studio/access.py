"""Who may use the studio: the browser of this machine, on the studio's own page.

The studio listens on the loopback alone. Pages of other sites could still reach it from the same browser: by a name of
theirs that they let point to this machine (DNS rebinding), or by forms and scripts that send without reading. Foreign
`Host` headers are refused, and what changes something needs the page's own origin and token.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.middleware import PAGE_HEADERS, encoded

TOKEN_HEADER: Final = "X-Studio-Jeton"  # noqa: S105
"""The header that carries the token of a process."""

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
"""The names by which a browser of this machine may call the studio."""

_READING: Final = ("GET", "HEAD")
_WRITTEN: Final = encoded(PAGE_HEADERS)


class RefusedError(Exception):
    """What the page asks for cannot be done; the message says why, for the page to show."""


class StudioAccess:
    """Middleware that refuses what does not come from the studio's own page, and sets the security headers.

    `token` is drawn for each process; the page has it in a `meta` element.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_WRITTEN]
            await send(message)

        refusal = self._refusal(scope["method"], Headers(scope=scope))
        app = PlainTextResponse(refusal, 403) if refusal else self._app
        await app(scope, receive, sent)

    def _refusal(self, method: str, headers: Headers) -> str | None:
        """Why a request is refused, as the page shows it; None where it is not."""
        host = headers.get("host", "")
        if host.rpartition(":")[0] not in LOOPBACK and host not in LOOPBACK:
            return "L’aperçu ne répond qu’à cette machine : ouvrir l’adresse que la commande a dite."
        if method in _READING:
            return None
        if headers.get("origin") != f"http://{host}":
            return "Cette demande ne vient pas de la page de l’aperçu."
        # As bytes: a header may hold any sign, which the comparison of texts refuses.
        if not hmac.compare_digest(headers.get(TOKEN_HEADER, "").encode(), self._token.encode()):
            return "L’aperçu a redémarré : recharger la page."
        return None


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(32)
