"""The pages for people: the assistant with the line of HTML that a site needs (/), and a demonstration site (/demo)."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from bot.answers.texts import LANGUAGES
from bot.channels.web.assets import Asset
from bot.channels.web.errors import Refusal
from bot.channels.web.html_templates import html_templates
from bot.channels.web.middleware import PAGE_HEADERS
from bot.channels.web.texts import WEB_TEXTS
from bot.channels.web.widget_files import STATIC, WIDGET, WidgetFiles
from bot.channels.web.widget_line import CHOICES, WidgetLine
from bot.content.active import ActiveContent
from bot.content.hubs import NEUTRAL

EXAMPLE: Final = "exemple"
"""The hub of the page /demo."""

_TEMPLATES: Final = html_templates(Path(__file__).parent / "templates")
_STATIC_CACHE: Final = "public, max-age=300"


def page(
    request: Request, name: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
) -> HTMLResponse:
    """A page of `templates/`, filled in. Browsers request it each time, except for "Back", which shows it again."""
    content = _TEMPLATES.get_template(name).render(values).encode()
    sent = {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding", **(headers or {})}
    if "gzip" in request.headers.get("accept-encoding", ""):
        content, sent["Content-Encoding"] = gzip.compress(content, mtime=0), "gzip"
    return HTMLResponse(content, status, sent)


def server_address(request: Request, public_url: str) -> str:
    """The server's address from outside, without a final slash."""
    return public_url or str(request.base_url).rstrip("/")


def error_page(current: ActiveContent) -> Callable[[Request, int], Response]:
    """A function that makes an error page, in the browser's preferred language."""

    def made(request: Request, status: int) -> Response:
        asked = request.headers.get("accept-language", "")[:2]
        language = asked if asked in LANGUAGES else LANGUAGES[0]
        words = current.content.of(WEB_TEXTS)[language].form
        texts = words.introuvable if status == 404 else words.refusee
        return page(request, "erreur.html", status, PAGE_HEADERS, language=language, words=texts, form=words)

    return made


def page_routes(current: ActiveContent, widget: WidgetFiles, public_url: str) -> APIRouter:
    """/, /demo, and the style sheets and scripts of all pages; a hub's sheet has its colours."""
    routes = APIRouter(include_in_schema=False)
    assets = {
        path.name: Asset.read(path) for path in sorted(STATIC.iterdir()) if path.is_file() and path.name != WIDGET
    }

    def values(request: Request) -> dict[str, Any]:
        # Without hubs that name no site: their line would be refused everywhere.
        hubs = current.content.hubs
        known = [hub for hub in hubs.values() if hub.origins and hub.id not in (NEUTRAL, EXAMPLE)]
        asked = dict(request.query_params)
        return {
            "hubs": known,
            "line": WidgetLine.of(asked, [hub.id for hub in known], NEUTRAL).attributes,
            "shown": WidgetLine.of(asked, hubs, EXAMPLE).attributes,
            "asked": asked,
            "choices": CHOICES,
            "neutral": NEUTRAL,
            "example": EXAMPLE,
            "host": server_address(request, public_url),
            "version": widget.version,
            "integrity": widget.integrity,
        }

    @routes.get("/")
    async def index(request: Request) -> Response:
        return page(request, "index.html", **values(request))

    @routes.get("/demo")
    async def demo(request: Request) -> Response:
        return page(request, "demo.html", **values(request))

    @routes.get("/hubs/{hub}.css")
    async def hub_sheet(hub: str, request: Request) -> Response:
        profile = current.content.hubs.get(hub)
        if profile is None:
            raise Refusal(404, "not_found", "there is no such hub")
        sheet = f":root {{ --hub: {profile.colour}; --on-hub: {profile.text_colour}; }}\n"
        return Asset.of(sheet.encode(), "text/css; charset=utf-8").response(request, _STATIC_CACHE)

    @routes.get("/static/{name}")
    async def static(name: str, request: Request) -> Response:
        if name not in assets:
            raise Refusal(404, "not_found", "there is no such file")
        return assets[name].response(request, _STATIC_CACHE)

    return routes
