"""The widget's API, which other front ends may use too: messages, opinions, erasure, and what a hub is."""

from __future__ import annotations

from typing import Annotated, Any
from weakref import WeakKeyDictionary

import msgspec
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.channels.web.assets import Asset
from bot.channels.web.cors import Origins, origin_of
from bot.channels.web.errors import Refusal
from bot.channels.web.rendering import hub_told, told
from bot.channels.web.schema import Answered, Asking, Beginning, Begun, Erased, HubTold, Opinion, refusals
from bot.channels.web.sessions import Visits
from bot.channels.web.tokens import Visit
from bot.content.active import ActiveContent
from bot.content.hubs import NEUTRAL, HubProfile
from bot.content.loading import Content

_HUB_SECONDS = 300
"""How long a hub's JSON may be used again without asking."""

_Bearer = Annotated[
    HTTPAuthorizationCredentials | None,
    Depends(HTTPBearer(auto_error=False, description="The token of the last answer.")),
]


def api_routes(current: ActiveContent, version: str, origins: Origins, visits: Visits) -> APIRouter:
    """/api/token, /api/messages, /api/feedback, /api/conversation and /hubs/{hub}.json. `version`: the widget's."""
    routes = APIRouter()
    hub_assets: WeakKeyDictionary[Content, dict[tuple[str, bool], Asset]] = WeakKeyDictionary()

    def named(hub: str) -> HubProfile:
        hubs = current.content.hubs
        if hub not in hubs:
            raise Refusal(404, "unknown_hub", f"there is no hub {hub[:100]!r}; the page / lists them")
        return hubs[hub]

    def resumed(request: Request, bearer: HTTPAuthorizationCredentials | None, hub: str | None = None) -> Visit:
        token = bearer.credentials if bearer else ""
        visit = visits.resume(request, token, hub, origin_of(request))
        origins.check(request, current.content.hubs[visit.claims.hub])
        return visit

    async def begun(request: Request, name: str | None) -> Visit:
        hub = named(NEUTRAL if name is None else name)
        origins.check(request, hub)
        await visits.admit(request, None)
        return visits.begin(request, hub, origin_of(request))

    @routes.post(
        "/api/token",
        response_model=Begun,
        responses=refusals(403, 404, 413, 422, 429, 503),
        tags=["conversation"],
        summary="Begin a conversation",
    )
    async def begin(body: Beginning, request: Request) -> Response:
        """Gives a token, and keeps nothing: whoever has it can send the first message again too, and erase it."""
        return _json({"token": (await begun(request, body.hub)).token})

    @routes.post(
        "/api/messages",
        response_model=Answered,
        responses=refusals(401, 403, 404, 413, 422, 429, 503),
        tags=["conversation"],
        summary="Send a message",
        # The first one may go without.
        openapi_extra={"security": [{}]},
    )
    async def messages(body: Asking, request: Request, bearer: _Bearer) -> Response:
        """Each answer brings the next token. Without any, a message begins a conversation; sent again, another one."""
        if bearer:
            if body.hub is not None:
                named(body.hub)
            visit = resumed(request, bearer, body.hub)
            await visits.admit(request, visit)
        else:
            visit = await begun(request, body.hub)
        text = body.choice or body.message or ""
        visit, reply = await visits.ask(request, visit, body.message_id, text, body.language)
        return _json({"token": visit.token, "reply": told(body.message_id, reply)})

    @routes.post(
        "/api/feedback",
        status_code=204,
        response_class=Response,
        responses=refusals(401, 403, 404, 413, 422, 429, 503),
        tags=["conversation"],
        summary="Say what an answer was worth",
    )
    async def feedback(body: Opinion, request: Request, bearer: _Bearer) -> Response:
        """Sent again or changed, it takes the place of what the conversation said of the answer before."""
        visit = resumed(request, bearer)
        await visits.admit(request, visit)
        await visits.rate(request, visit, body.message_id, useful=body.useful, reason=body.reason, text=body.text)
        return Response(status_code=204)

    @routes.delete(
        "/api/conversation",
        response_model=Erased,
        responses=refusals(401, 403, 429, 503),
        tags=["conversation"],
        summary="Erase the conversation",
    )
    async def erase(request: Request, bearer: _Bearer) -> Response:
        """Everything kept of it goes at once; the client then drops its token."""
        visit = resumed(request, bearer)
        await visits.admit(request, visit)
        return _json({"receipt": await visits.erase(request, visit)})

    @routes.get(
        "/hubs/{hub}.json",
        response_model=HubTold,
        responses=refusals(404),
        tags=["hubs"],
        summary="What the widget needs of a hub",
    )
    async def hub_json(hub: str, request: Request) -> Response:
        """The hub `neutre` is for those who name none."""
        one = named(hub)
        allowed = origins.allowed(request, one)
        assets = hub_assets.setdefault(current.content, {})
        if (hub, allowed) not in assets:
            told_of_hub = hub_told(one, current.content, version, allowed=allowed)
            assets[hub, allowed] = Asset.of(msgspec.json.encode(told_of_hub), "application/json")
        return assets[hub, allowed].response(request, f"public, max-age={_HUB_SECONDS}", vary="Origin")

    return routes


def _json(content: Any) -> Response:
    return Response(msgspec.json.encode(content), media_type="application/json", headers={"Cache-Control": "no-store"})
