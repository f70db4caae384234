"""The server of one process: all routes of the web, those of operators, and Telegram's."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.assistant.service import Assistant
from bot.channels.web.api import api_routes
from bot.channels.web.cors import ApiCors, OriginPolicy
from bot.channels.web.errors import add_error_handlers
from bot.channels.web.frame_page import frame_routes
from bot.channels.web.middleware import RequestMiddleware
from bot.channels.web.no_script_form import form_routes
from bot.channels.web.pages import error_page, page_routes
from bot.channels.web.path_page import path_routes
from bot.channels.web.rest import rest_routes
from bot.channels.web.sessions import Sessions
from bot.channels.web.site_check import site_check_routes
from bot.channels.web.widget_files import STATIC, WidgetFiles, widget_routes
from bot.content.active import ActiveContent
from bot.content.loading import project_content
from bot.maintenance.project_declarations import DECLARATIONS
from bot.process.metrics import SHARED
from bot.process.settings import Settings
from bot.server.assembly import assemble, take_messages, telegram_channel, telegram_storage
from bot.server.operator_routes import operators_routes
from bot.server.readiness import keep_looking, ready_parts
from bot.server.reloading.sighup import Renewal
from bot.storage.errors import StorageError

_log = structlog.get_logger()

STARTING_ATTEMPTS = 40
"""Seconds, about, that a starting process waits for its database. Then another process replaces it and waits on."""

_TITLE = "Aiguilleur"
_VERSION = "1"
"""Version of the HTTP API."""

_DESCRIPTION = """\
The assistant of *conseillers numériques*, for their training. `/api` is what the widget uses, and other front ends may;
`/webhooks/rest/webhook` is for clients of Rasa's REST channel. Refusals are `{"error", "code"}`."""


def create_app(
    settings: Settings,
    model: Callable[[], Path | None] = lambda: None,
    current: ActiveContent | None = None,
    renewal: Renewal | None = None,
    files_refused: Callable[[], bool] = lambda: False,
) -> FastAPI:
    """The server of one process; it loads the model when it starts, unless that is done.

    Args:
        settings: the settings.
        model: gives the trained model in service at the start; None for the one that fits the files.
        current: the content to answer with; by default the project's files.
        renewal: brings new content while the server runs; without it the content stays the same.
        files_refused: whether the maintainers' files were refused when last read.

    Raises:
        ProgrammeError: a hub or a text of the maintainers has mistakes.
    """
    current = current or ActiveContent(project_content(DECLARATIONS))
    telegram = telegram_channel(settings, current)
    widget = WidgetFiles(STATIC, settings.data / "widget")

    @asynccontextmanager
    async def lifespan(server: FastAPI) -> AsyncIterator[None]:
        widget.keep()
        await ready_parts(server.state)
        assistant = await _assembled(settings, model(), current)
        await assistant.warm_up()
        # What is loaded stays: the collector need not walk through it.
        gc.collect()
        gc.freeze()
        take_messages(server.state, settings, assistant)
        background = [
            asyncio.create_task(keep_looking(server.state)),
            asyncio.create_task(assistant.stores.retention.keep()),
        ]
        if telegram:
            await telegram.start(assistant, telegram_storage(assistant.stores), server.state.limits)
        if renewal:
            await renewal.start(assistant.use)
        yield
        if renewal:
            renewal.stop()
        if telegram:
            await telegram.stop(settings.grace_seconds)
        for task in background:
            task.cancel()
        await asyncio.wait(background)
        await assistant.stop()

    server = FastAPI(
        title=_TITLE, version=_VERSION, description=_DESCRIPTION, docs_url=None, redoc_url=None, lifespan=lifespan
    )
    # Pydantic 1 describes nullable fields the way of OpenAPI 3.0.
    server.openapi_version = "3.0.3"
    server.state.requests = 0
    server.state.makes_way = False
    server.state.telegram = telegram
    server.include_router(operators_routes(settings, current, model, files_refused))
    if telegram:
        server.include_router(telegram.routes())
    _mount_web(server, settings, widget, current)
    add_error_handlers(server, error_page(current))
    server.add_middleware(ApiCors)
    server.add_middleware(RequestMiddleware, state=server.state, current=current, shares_port=SHARED in os.environ)
    if settings.proxies:
        server.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.proxies)
    return server


def _mount_web(server: FastAPI, settings: Settings, widget: WidgetFiles, current: ActiveContent) -> None:
    sessions = Sessions(current)
    server.include_router(rest_routes(settings))
    server.include_router(api_routes(current, widget.version, OriginPolicy(settings.public_url), sessions))
    server.include_router(widget_routes(widget))
    server.include_router(page_routes(current, widget, settings.public_url))
    server.include_router(site_check_routes(current, widget, settings.public_url))
    server.include_router(frame_routes(current))
    server.include_router(form_routes(current, sessions))
    server.include_router(path_routes(current))


async def _assembled(settings: Settings, model: Path | None, current: ActiveContent) -> Assistant:
    """The assistant, once its database answers: a replaced process may start before the database does."""
    for _ in range(STARTING_ATTEMPTS):
        try:
            return assemble(settings, model, current)
        except (StorageError, SQLAlchemyError) as error:
            _log.warning("database_awaited", error=type(error).__name__)
            await asyncio.sleep(1)
    return assemble(settings, model, current)
