"""The widget's files: at /widget.js as they are now, and under the version that a site may pin, for as long as it does.

Each version served is kept in the data folder, so that a pinned version outlives the next. A version that is not kept
is redirected to the present one: the assistant of a site goes on, unless the site pinned the content too
(`integrity`).
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Final

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from bot.channels.web.assets import DIGEST_CHARACTERS, Asset, digest
from bot.channels.web.errors import Refusal

STATIC: Final = Path(__file__).parent / "static"
LOADER: Final = "widget.js"
MODULES: Final = "widget"

_VERSION: Final = re.compile(rf"[0-9a-f]{{{DIGEST_CHARACTERS}}}")
_NAME: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:js|css)")
_SHORT: Final = "public, max-age=300"
_FOR_A_YEAR: Final = "public, max-age=31536000, immutable"

_COMMENTS: Final = re.compile(r"^[ \t]*(?://.*|/\*(?:(?!\*/)[\s\S])*\*/[ \t]*)$", re.MULTILINE)
_MARGINS: Final = re.compile(r"^\s+", re.MULTILINE)

_log = structlog.get_logger()


class WidgetFiles:
    """The files of the present version, by name, and those of earlier ones that are kept in a folder."""

    def __init__(self, static: Path, kept: Path) -> None:
        paths = [static / LOADER, *sorted(path for path in (static / MODULES).iterdir() if path.is_file())]
        self.files = {path.name: Asset.read(path, _lean) for path in paths}
        self.version = digest("".join(f"{name} {asset.tag}\n" for name, asset in self.files.items()).encode())
        self._kept = kept

    def keep(self) -> None:
        """Keep this version in the data folder for the sites that pin it. Several processes may do so at a time."""
        folder = self._kept / self.version
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, asset in self.files.items():
                if not (folder / name).exists():
                    beside = folder / f".{name}.{secrets.token_hex(4)}"
                    beside.write_bytes(asset.content)
                    os.replace(beside, folder / name)
        except OSError as error:
            # A server that cannot write there still serves the present version.
            _log.warning("widget_not_kept", folder=str(folder), error=str(error))

    def find(self, version: str, name: str) -> Asset | None:
        """A file of a version; None where it is not kept."""
        if version == self.version:
            return self.files.get(name)
        if not _VERSION.fullmatch(version) or not _NAME.fullmatch(name):
            return None
        path = self._kept / version / name
        return Asset.read(path) if path.is_file() else None


def _lean(source: str) -> str:
    """A module or sheet without what browsers skip: lines of comment, blank ones, indentation."""
    return _MARGINS.sub("", _COMMENTS.sub("", source))


def widget_routes(files: WidgetFiles) -> APIRouter:
    """/widget.js, and /widget/{version}/ for its modules and for those who pin it."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/widget.js")
    async def loader(request: Request) -> Response:
        return files.files[LOADER].response(request, _SHORT)

    @routes.get("/widget/{version}/{name}")
    async def pinned(version: str, name: str, request: Request) -> Response:
        asset = files.find(version, name)
        if asset:
            return asset.response(request, _FOR_A_YEAR)
        if version == files.version or name not in files.files:
            raise Refusal(404, "not_found", "the widget has no such file")
        return RedirectResponse(f"../{files.version}/{name}", 307, {"Cache-Control": "no-cache"})

    return routes
