"""Tokens of the web: each stands for a conversation, for one hub and one origin, and is signed by the server.

The signing keys derive from the keys of the identifiers, so tokens outlive a change of these.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

import msgspec
from itsdangerous import BadData, URLSafeTimedSerializer

from bot.storage.identifiers import Identifiers

_PURPOSE: Final = "web token"
_ID_BYTES: Final = 16


class Claims(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The content of a token: the conversation's random id, the hub, and the page's origin ("" without one)."""

    conversation: str
    hub: str
    origin: str


@dataclass(frozen=True)
class Session:
    """The conversation of a request, and the token for the next request."""

    claims: Claims
    token: str


class TokenError(Exception):
    """The token was not made here, is for another hub or origin, or is too old."""


class Tokens:
    """Signs and reads tokens. `lifetime` is as long as a conversation is kept."""

    def __init__(self, identifiers: Identifiers, lifetime: timedelta) -> None:
        # The signer expects the writing key last.
        keys = list(reversed(identifiers.derived(_PURPOSE)))
        self._signer = URLSafeTimedSerializer(keys, salt=_PURPOSE)
        self._lifetime = lifetime

    def begin(self, hub: str, origin: str) -> Session:
        """A session of a new conversation."""
        return self._signed(Claims(secrets.token_urlsafe(_ID_BYTES), hub, origin))

    def read(self, token: str, hub: str | None, origin: str) -> Session:
        """The session of a token, for a page's origin, and for a hub if the request names one.

        A token in the second half of its life is renewed, so that a conversation lasts as long as it is used.

        Raises:
            TokenError: the token is not valid here.
        """
        try:
            content, made = self._signer.loads(token, return_timestamp=True)
            claims = msgspec.convert(content, Claims)
        except (BadData, msgspec.ValidationError) as error:
            raise TokenError("the token was not made here") from error
        if claims.origin != origin or (hub is not None and claims.hub != hub):
            raise TokenError("the token is for another site or hub")
        # Not the signer's own check: it refuses a token just made by a host whose clock is a second ahead.
        age = datetime.now(timezone.utc) - made
        if age > self._lifetime:
            raise TokenError("the token is too old")
        return Session(claims, token) if age < self._lifetime / 2 else self._signed(claims)

    def _signed(self, claims: Claims) -> Session:
        signed = self._signer.dumps(msgspec.to_builtins(claims))
        return Session(claims, signed if isinstance(signed, str) else signed.decode())
