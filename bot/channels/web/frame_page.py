"""/fenetre/{hub}: a hub's window as a page for a frame, for sites whose tools do not allow scripts.

Only hubs with `iframe: true` in their file have one, and only their own sites may show it.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.channels.web.errors import Refusal
from bot.channels.web.middleware import framed_by
from bot.channels.web.pages import page
from bot.channels.web.widget_line import WidgetLine
from bot.content.active import ActiveContent

ROUTE: Final = "/fenetre/{hub}"

_AS_GIVEN: Final = ("department", "question")
"""Attributes of the line checked by the window itself."""


def frame_routes(current: ActiveContent) -> APIRouter:
    """The page; its parameters are attributes of the line: `theme`, `language`, `department`, `question`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(ROUTE)
    async def frame(hub: str, request: Request) -> Response:
        profile = current.content.hubs.get(hub)
        if profile is None or not profile.framed:
            raise Refusal(404, "not_found", "there is no such hub, or its file does not say `iframe: true`")
        asked = dict(request.query_params)
        line = dict(WidgetLine.of({**asked, "hub": hub}, [hub], hub).attributes)
        line |= {name: asked[name] for name in _AS_GIVEN if asked.get(name)}
        pictures = [f"https://{urlsplit(profile.logo).netloc}"] if profile.logo else []
        policy = framed_by(profile.origins.sources, pictures)
        return page(request, "fenetre.html", headers=policy, hub=profile, line=line)

    return routes
