"""Requests to Telegram: a response that is not Telegram's counts as not reached; each one updates the health."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, Final, Literal

from telegram.error import NetworkError
from telegram.request import HTTPXRequest

from bot.process.metrics import TELEGRAM_LAST_ANSWER, TELEGRAM_TOKEN_REFUSED, TELEGRAM_UNREACHED

Health = Literal["starting", "ok", "token refused", "not reached"]
"""How the last request went."""

_REFUSED: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)
"""Telegram's answers to an unknown token; 404 if it does not even have the form of one."""


class TelegramRequest(HTTPXRequest):
    """The library's requests. A proxy's page, whatever its status, is no answer: the request is tried again."""

    health: Health = "starting"

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Send a request, as the library does; note how it went.

        Raises:
            NetworkError: Telegram was not reached, or something else answered. The error does not have the response's
                text: it may repeat the message, and the library would log it.
        """
        try:
            code, payload = await super().do_request(*args, **kwargs)
            if not _is_telegrams(payload):
                raise NetworkError(f"an answer of status {code} that is not Telegram's")
        except NetworkError:
            self.health = "not reached"
            TELEGRAM_UNREACHED.set(True)
            raise
        TELEGRAM_UNREACHED.set(False)
        self.health = "token refused" if code in _REFUSED else "ok"
        TELEGRAM_TOKEN_REFUSED.set(code in _REFUSED)
        if code not in _REFUSED:
            TELEGRAM_LAST_ANSWER.set_to_current_time()
        return code, payload


def _is_telegrams(payload: bytes) -> bool:
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        return False
    return isinstance(answer, dict) and "ok" in answer
