"""The assistant that a request is for."""

from __future__ import annotations

from fastapi import Request

from bot.assistant.service import Assistant
from bot.channels.web.errors import Refusal


def assistant_of(request: Request) -> Assistant:
    """The assistant of this process.

    Raises:
        Refusal: it is not loaded yet.
    """
    assistant: Assistant | None = getattr(request.app.state, "assistant", None)
    if assistant is None:
        raise Refusal(503, "starting", "the server is starting; try again", {"Retry-After": "5"})
    return assistant
