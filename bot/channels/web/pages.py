"""The pages for people: the assistant in a page with the line that a site needs (/), and on a site (/demo)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from bot.channels.web.assets import Asset
from bot.channels.web.errors import Refusal
from bot.channels.web.html_templates import html_templates
from bot.channels.web.widget_files import STATIC, WIDGET
from bot.content.active import ActiveContent
from bot.content.hubs import NEUTRAL

EXAMPLE: Final = "exemple"
"""The hub of the page /demo."""

_TEMPLATES: Final = html_templates(Path(__file__).parent / "templates")
_STATIC_CACHE: Final = "public, max-age=300"


def page(name: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any) -> HTMLResponse:
    """A page of `templates/`, filled in. It is asked for anew each time it is shown."""
    text = _TEMPLATES.get_template(name).render(values)
    return HTMLResponse(text, status, {"Cache-Control": "no-store", **(headers or {})})


def page_routes(current: ActiveContent, version: str, public_url: str) -> APIRouter:
    """/, /demo, and the style sheets and scripts of all pages. `version`: the widget's."""
    routes = APIRouter(include_in_schema=False)
    assets = {
        path.name: Asset.read(path) for path in sorted(STATIC.iterdir()) if path.is_file() and path.name != WIDGET
    }

    def values(request: Request) -> dict[str, Any]:
        hubs = current.content.hubs.values()
        shown = [{"id": hub.id, "name": hub.name} for hub in hubs if hub.id not in (NEUTRAL, EXAMPLE)]
        host = public_url or str(request.base_url).rstrip("/")
        return {"hubs": shown, "neutral": NEUTRAL, "example": EXAMPLE, "host": host, "version": version}

    @routes.get("/")
    async def index(request: Request) -> Response:
        return page("index.html", **values(request))

    @routes.get("/demo")
    async def demo(request: Request) -> Response:
        return page("demo.html", **values(request))

    @routes.get("/static/{name}")
    async def static(name: str, request: Request) -> Response:
        if name not in assets:
            raise Refusal(404, "not_found", "there is no such file")
        return assets[name].response(request, _STATIC_CACHE)

    return routes
