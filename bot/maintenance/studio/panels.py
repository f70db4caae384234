"""The tabs beside the explanation: the effects of an edit, the inbox, the coverage, the dates."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, Response

from bot.content.project_files import ProjectFiles
from bot.maintenance.agenda import agenda
from bot.maintenance.diff.page_report import body
from bot.maintenance.diff.report import compare
from bot.maintenance.diff.revisions import RevisionError, commit_of
from bot.maintenance.site.matrix import matrix
from bot.maintenance.site.output import make_site
from bot.maintenance.studio.access import RefusedError
from bot.maintenance.studio.inbox_panel import Mailbox
from bot.maintenance.studio.inbox_routes import inbox_routes
from bot.maintenance.studio.pages import Pages
from bot.maintenance.studio.preview import InService, Preview
from bot.maintenance.studio.processes import in_process
from bot.process.settings import Settings
from rules.errors import ProgrammeError

_LATEST: Final = "HEAD"


class ComparisonRequest(msgspec.Struct, forbid_unknown_fields=True):
    """A request to compare: with which revision, and whether to compare understanding ("on")."""

    revision: str = _LATEST
    understanding: str = ""


class DayRequest(msgspec.Struct, forbid_unknown_fields=True):
    """The day that the page asks about."""

    day: date


def panel_routes(
    preview: Preview, pages: Pages, mailbox: Mailbox, files: ProjectFiles, settings: Settings
) -> APIRouter:
    """The tabs, and the site of all answers."""
    routes = APIRouter()
    routes.include_router(inbox_routes(preview, pages, mailbox, files))
    site = _Site(files)

    @routes.post("/changements")
    async def changes(request: Request) -> Response:
        wanted = msgspec.json.decode(await request.body(), type=ComparisonRequest)
        revision = wanted.revision.strip() or _LATEST
        models = settings.compared_models if wanted.understanding else None
        try:
            # A mistyped name is reported at once: the other process takes seconds to start.
            await asyncio.to_thread(commit_of, files.root, revision)
            compared = await in_process(_compared, files, revision, models)
        except RevisionError as error:
            raise RefusedError(f"Rien n’est comparé : {error}") from error
        except ProgrammeError as error:
            raise RefusedError("Rien n’est comparé : « Fichiers » dit quelles erreurs corriger d’abord.") from error
        return _shown({"comparaison": compared}, "Comparaison faite.")

    @routes.get("/couverture")
    async def coverage_now() -> Response:
        return await _coverage(date.today())

    @routes.post("/couverture")
    async def coverage(request: Request) -> Response:
        return await _coverage(msgspec.json.decode(await request.body(), type=DayRequest).day)

    async def _coverage(day: date) -> Response:
        content = preview.serving().content
        cells = await asyncio.to_thread(matrix, content.answerer, "fr", day)
        return _shown({"couverture": pages.coverage(cells, content, day)})

    @routes.get("/dates")
    async def dates() -> Response:
        found = await asyncio.to_thread(agenda, preview.serving().content, date.today())
        return _shown({"dates": pages.dates(found)})

    @routes.get("/site/{path:path}")
    async def page(path: str) -> Response:
        folder = await site.of(preview.serving())
        file = (folder / path).resolve()
        if not file.is_relative_to(folder.resolve()) or not file.is_file():
            return PlainTextResponse("Cette page n’existe pas.", 404)
        return FileResponse(file, headers={"Cache-Control": "no-cache"})

    return routes


class _Site:
    """The site of all answers, remade if the content or the day changes."""

    def __init__(self, files: ProjectFiles) -> None:
        self._files = files
        self._folder = tempfile.TemporaryDirectory(prefix="aiguilleur-site-")
        self._made = ("", date.min)
        self._making = asyncio.Lock()

    async def of(self, service: InService) -> Path:
        """The folder with the site of what is in service."""
        folder, today = Path(self._folder.name) / "site", date.today()
        async with self._making:
            if self._made != (service.content.digest, today):
                try:
                    made = await in_process(make_site, folder, today, self._files)
                except ProgrammeError as error:
                    raise RefusedError("Le site ne se fait pas tant qu’un fichier a une erreur.") from error
                # The version of the files actually read: a save that is reverted meanwhile is not shown again.
                self._made = (made.version, today)
        return folder


def _compared(files: ProjectFiles, revision: str, models: Path | None) -> str:
    """In the other process: what changes since a revision, as HTML."""
    return body(compare(revision, models=models, say=lambda _: None, files=files))


def _shown(fragments: dict[str, str], announcement: str = "") -> Response:
    return JSONResponse({"fragments": fragments, "announcement": announcement})
