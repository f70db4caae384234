"""What operators and load balancers ask: whether the server lives, takes messages and is ready, and its figures."""

from __future__ import annotations

import asyncio
import hmac

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from bot.channels.web.client_address import is_local
from bot.content.active import ActiveContent
from bot.process.metrics import DATABASE_ERRORS, READY, exposition
from bot.process.settings import Settings


def operators_routes(settings: Settings, current: ActiveContent) -> APIRouter:
    """/live, /accepting, /ready and /metrics."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/live")
    async def live() -> dict[str, str]:
        return {"status": "live", "content": current.content.digest, "since": current.since.isoformat("T", "seconds")}

    @routes.get("/accepting")
    async def accepting(request: Request) -> JSONResponse:
        # For what spreads the messages. A database or a Redis that is away is away for every host alike: were they all
        # passed over, advisers would get a bare error in place of a wait or an apology.
        state = request.app.state
        status = "stopping" if _stopping(request) else "accepting" if getattr(state, "assistant", None) else "starting"
        return JSONResponse({"status": status}, 200 if status == "accepting" else 503)

    @routes.get("/ready")
    async def ready(request: Request) -> JSONResponse:
        assistant = getattr(request.app.state, "assistant", None)
        parts = {"model": assistant is not None}
        if assistant:
            parts |= await assistant.health()
            if not parts["database"]:
                DATABASE_ERRORS.inc()
        for part, well in parts.items():
            READY.labels(part).set(well)
        stopping = _stopping(request)
        well = all(parts.values()) and not stopping
        statuses = {part: "ok" if passed else "unavailable" for part, passed in parts.items()}
        return JSONResponse(
            {"status": "ready" if well else "stopping" if stopping else "not ready", **statuses}, 200 if well else 503
        )

    @routes.get("/metrics")
    async def metrics(request: Request) -> Response:
        token = settings.metrics_token.get_secret_value()
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not is_local(request) and not (token and hmac.compare_digest(token.encode(), given.encode())):
            raise HTTPException(403, "only from this machine, or with the token of METRICS_TOKEN")
        return Response(await asyncio.to_thread(exposition), media_type=CONTENT_TYPE_LATEST)

    return routes


def _stopping(request: Request) -> bool:
    return getattr(request.app.state, "stopping", False)
