"""The API of the widget, also for other front ends: messages, opinions, erasure, and a hub's profile."""

from __future__ import annotations

from typing import Annotated, Any
from weakref import WeakKeyDictionary

import msgspec
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.channels.web.assets import Asset
from bot.channels.web.cors import OriginPolicy, origin_of
from bot.channels.web.errors import Refusal
from bot.channels.web.rendering import hub_body, reply_body
from bot.channels.web.schema import (
    ErasureResponse,
    FeedbackRequest,
    HubResponse,
    MessageRequest,
    MessageResponse,
    TokenRequest,
    TokenResponse,
    refusals,
)
from bot.channels.web.sessions import Sessions
from bot.channels.web.tokens import Session
from bot.content.active import ActiveContent
from bot.content.hubs import NEUTRAL, HubProfile
from bot.content.loading import Content

_HUB_SECONDS = 300
"""How long browsers may reuse a hub's JSON without asking."""

_Bearer = Annotated[
    HTTPAuthorizationCredentials | None,
    Depends(HTTPBearer(auto_error=False, description="The token of the last answer.")),
]


def api_routes(current: ActiveContent, version: str, origins: OriginPolicy, sessions: Sessions) -> APIRouter:
    """/api/token, /api/messages, /api/feedback, /api/conversation and /hubs/{hub}.json. `version`: the widget's."""
    routes = APIRouter()
    hub_assets: WeakKeyDictionary[Content, dict[tuple[str, bool], Asset]] = WeakKeyDictionary()

    def profile(hub: str) -> HubProfile:
        hubs = current.content.hubs
        if hub not in hubs:
            raise Refusal(404, "unknown_hub", f"there is no hub {hub[:100]!r}; the page / lists them")
        return hubs[hub]

    def resume(request: Request, bearer: HTTPAuthorizationCredentials | None, hub: str | None = None) -> Session:
        token = bearer.credentials if bearer else ""
        session = sessions.resume(request, token, hub, origin_of(request))
        origins.check(request, current.content.hubs[session.claims.hub])
        return session

    async def begin(request: Request, name: str | None, text: str | None = None) -> Session:
        hub = profile(NEUTRAL if name is None else name)
        origins.check(request, hub)
        await sessions.admit(request, None, text)
        return sessions.begin(request, hub, origin_of(request))

    @routes.post(
        "/api/token",
        response_model=TokenResponse,
        responses=refusals(403, 404, 413, 422, 429, 503),
        tags=["conversation"],
        summary="Begin a conversation",
    )
    async def token(body: TokenRequest, request: Request) -> Response:
        """Returns a token, and keeps nothing: with it the first message too can be sent again, and erased."""
        return _json({"token": (await begin(request, body.hub)).token})

    @routes.post(
        "/api/messages",
        response_model=MessageResponse,
        responses=refusals(401, 403, 404, 413, 422, 429, 503),
        tags=["conversation"],
        summary="Send a message",
        # The first one may go without.
        openapi_extra={"security": [{}]},
    )
    async def messages(body: MessageRequest, request: Request, bearer: _Bearer) -> Response:
        """Each answer brings the next token. Without any, a message begins a conversation; sent again, another one."""
        text = body.choice or body.message or ""
        if bearer:
            if body.hub is not None:
                profile(body.hub)
            session = resume(request, bearer, body.hub)
            await sessions.admit(request, session, text)
        else:
            session = await begin(request, body.hub, text)
        session, reply = await sessions.ask(request, session, body.message_id, text, body.language, body.department)
        return _json({"token": session.token, "reply": reply_body(body.message_id, reply)})

    @routes.post(
        "/api/feedback",
        status_code=204,
        response_class=Response,
        responses=refusals(401, 403, 404, 413, 422, 429, 503),
        tags=["conversation"],
        summary="Rate an answer",
    )
    async def feedback(body: FeedbackRequest, request: Request, bearer: _Bearer) -> Response:
        """Sent again or changed, it takes the place of the conversation's earlier opinion on the answer."""
        session = resume(request, bearer)
        await sessions.admit(request, session)
        await sessions.rate(request, session, body.message_id, useful=body.useful, reason=body.reason, text=body.text)
        return Response(status_code=204)

    @routes.delete(
        "/api/conversation",
        response_model=ErasureResponse,
        responses=refusals(401, 403, 429, 503),
        tags=["conversation"],
        summary="Erase the conversation",
    )
    async def erase(request: Request, bearer: _Bearer) -> Response:
        """Everything kept of it goes at once; the client then drops its token."""
        session = resume(request, bearer)
        await sessions.admit(request, session)
        return _json({"receipt": await sessions.erase(request, session)})

    @routes.get(
        "/hubs/{hub}.json",
        response_model=HubResponse,
        responses=refusals(404),
        tags=["hubs"],
        summary="What the widget needs of a hub",
    )
    async def hub_json(hub: str, request: Request) -> Response:
        """The hub `neutre` is for sites of no hub."""
        hub_profile = profile(hub)
        allowed = origins.is_allowed(request, hub_profile)
        assets = hub_assets.setdefault(current.content, {})
        if (hub, allowed) not in assets:
            body = hub_body(hub_profile, current.content, version, allowed=allowed)
            assets[hub, allowed] = Asset.of(msgspec.json.encode(body), "application/json")
        return assets[hub, allowed].response(request, f"public, max-age={_HUB_SECONDS}", vary="Origin")

    return routes


def _json(content: Any) -> Response:
    return Response(msgspec.json.encode(content), media_type="application/json", headers={"Cache-Control": "no-store"})
