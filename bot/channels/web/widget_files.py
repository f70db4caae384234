"""The widget's file: the present one at /widget.js, and each version under its own address, for sites that pin it.

Each version served is kept in the data folder, so that a pinned version outlives the next. A version that is not kept
is redirected to the present one: a site's assistant goes on working, unless the site pins the content too
(`integrity`).
"""

from __future__ import annotations

import os
import re
import secrets
from base64 import b64encode
from hashlib import sha384
from pathlib import Path
from typing import Final

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from bot.channels.web.assets import DIGEST_CHARACTERS, Asset
from bot.channels.web.errors import Refusal
from bot.channels.web.widget_bundle import bundle

STATIC: Final = Path(__file__).parent / "static"
WIDGET: Final = "widget.js"

_VERSION: Final = re.compile(rf"[0-9a-f]{{{DIGEST_CHARACTERS}}}")
_NAME: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:js|css)")
_SHORT: Final = "public, max-age=300"
_FOR_A_YEAR: Final = "public, max-age=31536000, immutable"

_log = structlog.get_logger()


class WidgetFiles:
    """The present version, and earlier ones kept in a folder; some of these have several files.

    `integrity` is the digest of everything the present version runs, for sites to pin.
    """

    def __init__(self, static: Path, kept: Path) -> None:
        self.present = Asset.of(bundle(static / WIDGET).encode(), "text/javascript; charset=utf-8")
        self.version = self.present.tag
        self.integrity = f"sha384-{b64encode(sha384(self.present.content).digest()).decode()}"
        self._kept = kept

    def keep(self) -> None:
        """Keep this version in the data folder for sites that pin it. Several processes may do so at once."""
        folder = self._kept / self.version
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not (folder / WIDGET).exists():
                beside = folder / f".{WIDGET}.{secrets.token_hex(4)}"
                beside.write_bytes(self.present.content)
                os.replace(beside, folder / WIDGET)
        except OSError as error:
            # A server that cannot write there still serves this version.
            _log.warning("widget_not_kept", folder=str(folder), error=str(error))

    def find(self, version: str, name: str) -> Asset | None:
        """A file of a version; None if it is not kept."""
        if version == self.version:
            return self.present if name == WIDGET else None
        if not _VERSION.fullmatch(version) or not _NAME.fullmatch(name):
            return None
        path = self._kept / version / name
        return Asset.read(path) if path.is_file() else None


def widget_routes(files: WidgetFiles) -> APIRouter:
    """/widget.js, and /widget/{version}/ for those who pin it."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/widget.js")
    async def loader(request: Request) -> Response:
        return files.present.response(request, _SHORT)

    @routes.get("/widget/{version}/{name}")
    async def pinned(version: str, name: str, request: Request) -> Response:
        asset = files.find(version, name)
        if asset:
            return asset.response(request, _FOR_A_YEAR)
        if version == files.version or name != WIDGET:
            raise Refusal(404, "not_found", "the widget has no such file")
        return RedirectResponse(f"../{files.version}/{name}", 307, {"Cache-Control": "no-cache"})

    return routes
