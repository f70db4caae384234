"""How the Bot API refuses a request."""

from __future__ import annotations

from typing import Any


class RefusedError(Exception):
    """A request that the Bot API answers with `ok: false`.

    Args:
        code: the HTTP status, which `error_code` repeats.
        description: in Telegram's words where they are known, with its prefix ("Bad Request: …").
        parameters: `retry_after` in seconds, or `migrate_to_chat_id`.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The answer's JSON."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> RefusedError:
    """A 400, for what is wrong with the request itself."""
    return RefusedError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> RefusedError:
    """A 403, for what the bot may not do."""
    return RefusedError(403, f"Forbidden: {reason}")
