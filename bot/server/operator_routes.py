"""Routes for operators and load balancers: whether the server lives, takes messages, is ready; figures; a question."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Literal

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel, Field
from rich.console import Console

from bot.channels.terminal import ask_once
from bot.channels.web.client_address import is_local, opens
from bot.channels.web.sessions import assistant_of
from bot.content.active import ActiveContent
from bot.content.loading import content_digest
from bot.maintenance.project_declarations import DECLARATIONS
from bot.process.metrics import exposition
from bot.process.settings import Settings
from bot.server.readiness import ready_parts
from bot.server.server_figures import ServerFigures


class AskRequest(BaseModel):
    """A question of `aiguilleur ask`, and the terminal that shows the answer."""

    text: str
    explain: bool = False
    on: date | None = None
    width: int = Field(80, ge=20, le=1000)
    colours: bool = False


def operators_routes(
    settings: Settings, current: ActiveContent, model: Callable[[], Path | None], files_refused: Callable[[], bool]
) -> APIRouter:
    """/live, /accepting, /ready, /metrics and /ask.

    Args:
        settings: the settings.
        current: the content in service.
        model: gives the trained model in service.
        files_refused: whether the maintainers' files were refused when last read.
    """
    routes = APIRouter(include_in_schema=False)
    figures = ServerFigures(settings, model, lambda: current.latest.digest, files_refused)

    @routes.get("/live")
    async def live() -> dict[str, str]:
        return {"status": "live", "content": current.content.digest, "since": current.since.isoformat("T", "seconds")}

    @routes.get("/accepting")
    async def accepting(request: Request) -> JSONResponse:
        # For load balancers. If a database or a Redis is away, it is away for every host: if all were skipped, advisers
        # would get a bare error instead of a wait or an apology.
        state = request.app.state
        status = "stopping" if _stopping(request) else "accepting" if getattr(state, "assistant", None) else "starting"
        return JSONResponse({"status": status}, 200 if status == "accepting" else 503)

    @routes.get("/ready")
    async def ready(request: Request) -> JSONResponse:
        parts = await ready_parts(request.app.state)
        stopping = _stopping(request)
        well = all(parts.values()) and not stopping
        statuses = {part: "ok" if passed else "unavailable" for part, passed in parts.items()}
        if telegram := getattr(request.app.state, "telegram", None):
            # Reported, but without weight: without Telegram the server answers on all other channels.
            statuses["telegram"] = telegram.health
        if files_refused():
            # Without weight too: the content in service before still answers.
            statuses["files"] = "refused"
        return JSONResponse(
            {"status": "ready" if well else "stopping" if stopping else "not ready", **statuses}, 200 if well else 503
        )

    @routes.get("/metrics")
    async def metrics(request: Request) -> Response:
        if not is_local(request) and not opens(request, settings.metrics_token):
            raise HTTPException(403, "only from this machine, or with the token of METRICS_TOKEN")
        return Response(await asyncio.to_thread(exposition, figures), media_type=CONTENT_TYPE_LATEST)

    @routes.post("/ask")
    async def ask(body: AskRequest, request: Request) -> dict[str, object]:
        # Only for `aiguilleur ask` on this machine: it shows what the model understood, and is not limited.
        if not is_local(request):
            raise HTTPException(403, "only from this machine")
        assistant, shown = assistant_of(request), StringIO()
        colours: Literal["standard"] | None = "standard" if body.colours else None
        console = Console(file=shown, width=body.width, force_terminal=body.colours, color_system=colours)
        await ask_once(assistant, console, body.text, explain=body.explain, on=body.on)
        content = current.content
        now = await asyncio.to_thread(content_digest, content.files, DECLARATIONS)
        return {"shown": shown.getvalue(), "outdated": now != content.digest}

    return routes


def _stopping(request: Request) -> bool:
    return getattr(request.app.state, "stopping", False)
