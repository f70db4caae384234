"""Refusals: every error of the web is `{"error": a sentence, "code": a short name}`, with its status.

HTTPException
└── Refusal    the request is not accepted
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.assistant.errors import AssistantError, Busy
from bot.channels.rate_limits import TooManyRequests

_log = structlog.get_logger()

_CODES: Final = {
    400: "malformed",
    401: "token_invalid",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    413: "too_large",
    422: "malformed",
    429: "too_many",
    500: "failed",
    503: "unavailable",
}


class Refusal(HTTPException):
    """The request is not accepted. `sentence` says why, in English, for the developer of a client."""

    def __init__(self, status: int, code: str, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, sentence, dict(headers or {}))
        self.code = code


def refusal_response(
    status: int, sentence: str, code: str | None = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The response of a refusal."""
    body = {"error": sentence, "code": code or _CODES.get(status, "refused")}
    return JSONResponse(body, status_code=status, headers=dict(headers or {}))


class UnhandledErrors:
    """Answers unexpected failures with 500, in the form and with the headers of every response.

    Starlette's own handler of such failures runs outside the middleware that sets headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except Exception:
            if scope["type"] != "http" or begun:
                raise
            _log.exception("request_failed")
            await refusal_response(500, "something failed in the server")(scope, receive, send)


def add_error_handlers(server: FastAPI, page: Callable[[Request, int], Response]) -> None:
    """Give all errors of a server the same form. Call it before other middleware is added.

    Args:
        server: the server.
        page: makes a page with the error, for people who open an address in a browser.
    """
    server.add_middleware(UnhandledErrors)

    @server.exception_handler(HTTPException)
    async def refusal(request: Request, error: HTTPException) -> Response:
        if "text/html" in request.headers.get("accept", ""):
            return page(request, error.status_code)
        return refusal_response(error.status_code, error.detail, getattr(error, "code", None), error.headers)

    @server.exception_handler(RequestValidationError)
    async def malformed(_request: Request, error: RequestValidationError) -> JSONResponse:
        reasons = [f"{'.'.join(str(step) for step in problem['loc'])}: {problem['msg']}" for problem in error.errors()]
        # The field's name comes from the client, and may not be valid text.
        return refusal_response(422, "; ".join(reasons).encode("utf-8", "replace").decode())

    @server.exception_handler(TooManyRequests)
    async def too_many(_request: Request, error: TooManyRequests) -> JSONResponse:
        sentence = f"too many messages; try again in {error.retry_after} s"
        return refusal_response(429, sentence, headers={"Retry-After": str(error.retry_after)})

    @server.exception_handler(AssistantError)
    async def assistant_error(_request: Request, error: AssistantError) -> JSONResponse:
        headers = {"Retry-After": "5"}
        if isinstance(error, Busy):
            return refusal_response(503, "the conversation is busy; try again", "busy", headers)
        _log.error("request_failed", error=type(error.__cause__).__name__)
        return refusal_response(503, "the database does not answer; try again", headers=headers)
