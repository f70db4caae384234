"""The HTTP server: Rasa's REST channel in shape, what operators ask, and a plain page to try the assistant."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import structlog
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response
from pydantic import BaseModel, Field, StrictStr
from sqlalchemy.exc import SQLAlchemyError
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.assembly import assemble, limits, telegram_channel
from bot.assistant import Assistant
from bot.callers import address, is_local
from bot.guard import Guard
from bot.health import operators_routes
from bot.limits import TooMany
from bot.metrics import SHARED
from bot.reply import Message, Reply
from bot.settings import Settings
from bot.storage.errors import StorageError

_log = structlog.get_logger()

STARTING_ATTEMPTS = 40
"""Seconds, about, that a starting process waits for its database; bot/serving.py replaces it after more."""

_STATIC = Path(__file__).parent / "static"


class RestMessage(BaseModel):
    """A message as Rasa's REST channel takes it; one with an id may be sent again, and gets the same reply."""

    sender: StrictStr = Field(..., min_length=1, max_length=200)
    message: StrictStr
    message_id: StrictStr | None = Field(None, min_length=1, max_length=200)


def create_app(settings: Settings) -> FastAPI:
    """The server of one process; it loads the model, where that is not done yet, when it starts."""
    telegram = telegram_channel(settings)

    @asynccontextmanager
    async def lifespan(server: FastAPI) -> AsyncIterator[None]:
        assistant = await _assembled(settings)
        await assistant.warm_up()
        # What is loaded stays: the collector need not walk through it again and again.
        gc.collect()
        gc.freeze()
        server.state.assistant = assistant
        server.state.limits = limits(settings, assistant)
        purging = asyncio.create_task(assistant.stores.retention.keep())
        if telegram:
            await telegram.start(assistant)
        yield
        if telegram:
            await telegram.stop(settings.grace_seconds)
        purging.cancel()
        await assistant.stop()

    server = FastAPI(title="Aiguilleur", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    server.state.requests = 0
    server.include_router(operators_routes(settings))
    if telegram:
        server.include_router(telegram.routes())

    server.add_middleware(Guard, state=server.state, shares_port=SHARED in os.environ)

    @server.exception_handler(RequestValidationError)
    async def malformed(_request: Request, error: RequestValidationError) -> JSONResponse:
        reasons = [f"{'.'.join(str(step) for step in one['loc'])}: {one['msg']}" for one in error.errors()]
        return JSONResponse({"error": "; ".join(reasons)}, status_code=422)

    @server.exception_handler(TooMany)
    async def too_many(_request: Request, error: TooMany) -> JSONResponse:
        told = {"error": f"too many messages; try again in {error.retry_after} s"}
        return JSONResponse(told, status_code=429, headers={"Retry-After": str(error.retry_after)})

    @server.post("/webhooks/rest/webhook")
    async def rest(body: RestMessage, request: Request) -> Response:
        if not is_local(request):
            await request.app.state.limits.admit(conversation=f"rest:{body.sender}", address=address(request))
        reply = await request.app.state.assistant.reply(Message(body.sender, body.message, "rest", id=body.message_id))
        # Written at once: FastAPI would check our own answer and walk through it twice.
        return Response(msgspec.json.encode([rest_form(body.sender, reply)]), media_type="application/json")

    @server.get("/")
    async def page() -> FileResponse:
        return FileResponse(_STATIC / "index.html")

    @server.get("/static/{name}")
    async def static(name: str) -> FileResponse:
        path = _STATIC / name
        if path.parent != _STATIC or not path.is_file():
            raise HTTPException(404, "no such file")
        return FileResponse(path)

    if settings.proxies:
        server.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.proxies)
    return server


async def _assembled(settings: Settings) -> Assistant:
    """The assistant, once its database answers: a process that is replaced may start while the database does."""
    for _ in range(STARTING_ATTEMPTS):
        try:
            return assemble(settings)
        except (StorageError, SQLAlchemyError) as error:
            _log.warning("database_awaited", error=type(error).__name__)
            await asyncio.sleep(1)
    return assemble(settings)


def rest_form(recipient: str, reply: Reply) -> dict[str, Any]:
    """A reply as a message of Rasa's REST channel: links are buttons with `url`, choices with `payload`."""
    buttons = [{"title": link.title, "url": link.url} for link in reply.links]
    buttons += [{"title": choice.title, "payload": choice.id} for choice in reply.choices]
    message: dict[str, Any] = {"recipient_id": recipient, "text": reply.text}
    if buttons:
        message["buttons"] = buttons
    return message
