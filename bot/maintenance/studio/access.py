"""Who may use the studio: the browser of this machine, on the studio's own page.

The studio listens on the loopback alone; behind a server of the operator's, a header tells who somebody is. Pages of
other sites could still reach it from the same browser: by a name of theirs that they let point to this machine (DNS
rebinding), or by forms and scripts that send without reading. Foreign `Host` headers are refused, and what changes
something needs the page's own origin and token.
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
"""The header that carries the token of a process."""

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
"""The names by which a browser of this machine may call the studio."""

TOKEN_FIELD: Final = "jeton"  # noqa: S105
"""The field that carries it where a form is sent."""

MAX_FORM_BYTES: Final = 2_000_000
"""Bytes of a form: the longest list of the lexicon fits twenty times."""

USER_HEADERS: Final = ("x-remote-user", "remote-user", "x-forwarded-user", "x-auth-request-user", "x-webauth-user")
"""Headers by which a server before the studio says who somebody is: refused where the studio was not told of it."""

_READING: Final = ("GET", "HEAD")
_FORM: Final = "application/x-www-form-urlencoded"
_MAX_FIELDS: Final = 5_000

# Browsers tell a form's origin only where the page may name itself.
_WRITTEN: Final = encoded({**PAGE_HEADERS, "Referrer-Policy": "same-origin"})


class RefusedError(Exception):
    """What the page asks for cannot be done; the message says why, for the page to show."""


@dataclass(frozen=True)
class TrustedProxy:
    """The server before the studio, which asks who somebody is: its public address, and the header that tells whom."""

    address: str
    user_header: str

    @property
    def host(self) -> str:
        """The name by which browsers call the studio."""
        return urlsplit(self.address).netloc


class StudioAccess:
    """Middleware that refuses what does not come from the studio's own page, and sets the security headers.

    `token` is drawn for each process and maintainer; pages have it in a `meta` element, forms in a field. Without a
    `proxy` the studio is called by names of this machine alone.
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
        """Why a request is refused, as the page shows it; None where it is not."""
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
    """A form as it was sent; nothing of one that is too long, which then has no token either."""
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
    """What hands on a body that was read."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def trusted_proxy(address: str, user_header: str) -> TrustedProxy | None:
    """The server before the studio, as the command names it; None where it names none.

    Raises:
        ValueError: what is named is not enough, or no address; the message says so in French.
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
    """A token that nobody guesses."""
    return secrets.token_urlsafe(32)
