"""Who may use the studio: the browser of this machine, on the studio's own page.

The studio listens only on the loopback; behind an operator's server, a header names the user. Pages of other sites
could
still reach it from the same browser: by a name of theirs that points to this machine (DNS rebinding), or by forms and
scripts that send without reading. Therefore foreign `Host` headers are refused, and changes need the page's own origin
and token.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.middleware import PAGE_HEADERS, encoded

TOKEN_HEADER: Final = "X-Studio-Jeton"  # noqa: S105
"""The header with the token of a process."""

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
"""The names by which a browser of this machine may call the studio."""

TOKEN_FIELD: Final = "jeton"  # noqa: S105
"""The form field with the token."""

MAX_FORM_BYTES: Final = 2_000_000
"""Bytes of a form; twenty times the longest list of the lexicon."""

USER_HEADERS: Final = ("x-remote-user", "remote-user", "x-forwarded-user", "x-auth-request-user", "x-webauth-user")
"""Headers by which a proxy names the user: refused if the studio was not told of a proxy."""

_READING: Final = ("GET", "HEAD")
_FORM: Final = "application/x-www-form-urlencoded"
_MAX_FIELDS: Final = 5_000

# Browsers send a form's origin only if the page may send a referrer.
_WRITTEN: Final = encoded({**PAGE_HEADERS, "Referrer-Policy": "same-origin"})


class RefusedError(Exception):
    """The page's request cannot be carried out; the message says why, for the page to show."""


@dataclass(frozen=True)
class TrustedProxy:
    """The server before the studio, which identifies users: its public address, and the header with the user."""

    address: str
    user_header: str

    @property
    def host(self) -> str:
        """The name by which browsers call the studio."""
        return urlsplit(self.address).netloc


class StudioAccess:
    """Middleware that refuses requests not from the studio's own page, and sets the security headers.

    `token` is drawn for each process and maintainer; pages have it in a `meta` element, forms in a field. Without a
    `proxy` the studio answers only to names of this machine.
    """

    def __init__(self, app: ASGIApp, token: str, proxy: TrustedProxy | None = None) -> None:
        self._app = app
        self._token = token
        self._proxy = proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_WRITTEN]
            await send(message)

        headers = Headers(scope=scope)
        refusal = self._refusal(scope["method"], headers)
        if refusal is None and scope["method"] not in _READING:
            token = headers.get(TOKEN_HEADER)
            if token is None and headers.get("content-type", "").partition(";")[0] == _FORM:
                body = await _body(receive)
                token, receive = _token_of(body), _replayed(body)
            # As bytes: a header may hold any sign, which the comparison of texts refuses.
            if not hmac.compare_digest((token or "").encode(), self._token.encode()):
                refusal = "L’aperçu a redémarré : recharger la page."
        app = PlainTextResponse(refusal, 403) if refusal else self._app
        await app(scope, receive, sent)

    def _refusal(self, method: str, headers: Headers) -> str | None:
        """Why a request is refused, for the page to show; None if it is allowed."""
        host = headers.get("host", "")
        if self._proxy:
            if host != self._proxy.host:
                return f"Le studio ne répond qu’à l’adresse {self._proxy.address}."
        elif any(header in headers for header in USER_HEADERS):
            return (
                "Le studio n’a pas été réglé pour plusieurs personnes : le lancer avec --adresse et "
                "--entete-utilisateur (docs/studio.md)."
            )
        elif host.rpartition(":")[0] not in LOOPBACK and host not in LOOPBACK:
            return "L’aperçu ne répond qu’à cette machine : ouvrir l’adresse que la commande a dite."
        own = self._proxy.address if self._proxy else f"http://{host}"
        if method not in _READING and headers.get("origin") != own:
            return "Cette demande ne vient pas de la page de l’aperçu."
        return None


async def _body(receive: Receive) -> bytes:
    """The body of a form; empty if it is too long, so that it has no token either."""
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if len(body) > MAX_FORM_BYTES:
            return b""
        if not message.get("more_body"):
            return body


def _token_of(body: bytes) -> str:
    try:
        return parse_qs(body.decode(), max_num_fields=_MAX_FIELDS).get(TOKEN_FIELD, [""])[0]
    except ValueError:
        return ""


def _replayed(body: bytes) -> Receive:
    """Provides a body that was already read."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def trusted_proxy(address: str, user_header: str) -> TrustedProxy | None:
    """The server before the studio, as named on the command line; None if it names none.

    Raises:
        ValueError: the address or header is missing or invalid; the message says so in French.
    """
    if not (address or user_header):
        return None
    parts = urlsplit(address)
    if not user_header or parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
        raise ValueError(
            "À plusieurs, donner les deux : --adresse https://studio.exemple.fr --entete-utilisateur X-Remote-User "
            "(docs/studio.md)."
        )
    return TrustedProxy(f"{parts.scheme}://{parts.netloc}", user_header)


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(32)
