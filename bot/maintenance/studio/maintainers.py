"""Several maintainers on one server: each has a studio on a working copy of their own.

The operator's server before the studio asks for the password and names the user in a header. The studio trusts that
header only if told to, and listens on the loopback, where nobody else can set it.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import shutil
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.content.project_files import ProjectFiles
from bot.maintenance.studio.access import TrustedProxy
from bot.maintenance.studio.app import create_app
from bot.maintenance.studio.editing.desk import Desk
from bot.maintenance.studio.editing.working_copy import Author, GitError, add_working_copy, branch_in_service
from bot.maintenance.studio.inbox_panel import Mailbox
from bot.maintenance.studio.pages import Editor, Pages
from bot.maintenance.studio.panels import panel_routes
from bot.maintenance.studio.preview import Preview
from bot.process.settings import Settings

MOST_MAINTAINERS: Final = 30
"""Studios at once; each holds the files in memory (about 100 MB)."""

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")
_UNFIT: Final = re.compile(r"[^a-z0-9]+")
_SHARED: Final = ("encodings", "encoder")
"""What all working copies share of the project's data folder for trainings."""


@dataclass(frozen=True)
class WorkPlace:
    """A maintainer's place: their checkout, and the studio's data for them."""

    name: str
    data: Path

    @classmethod
    def of(cls, data: Path, name: str) -> WorkPlace:
        """The place of a maintainer; different names have different places, whatever their characters."""
        digest = hashlib.sha256(name.encode()).hexdigest()[:8]
        return cls(name, data / "studio" / f"{_UNFIT.sub('-', name.casefold()).strip('-')}-{digest}")

    @property
    def checkout(self) -> Path:
        """Their working copy."""
        return self.data / "copie"


class MaintainerStudios:
    """The application: passes each request to the studio of the user named by the proxy."""

    def __init__(
        self, files: ProjectFiles, settings: Settings, editor: Editor, exported: Path | None, proxy: TrustedProxy
    ) -> None:
        self._files = files
        self._settings = settings
        self._editor = editor
        self._exported = exported
        self._proxy = proxy
        self._studios: dict[str, FastAPI] = {}
        self._opening = asyncio.Lock()
        self._running = AsyncExitStack()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, or the start and end of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        app = await self._studio_of(Headers(scope=scope)) if scope["type"] == "http" else None
        if app:
            await app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                await self._running.aclose()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return

    async def _studio_of(self, headers: Headers) -> ASGIApp:
        """The studio for a request, or a refusal."""
        names = headers.getlist(self._proxy.user_header)
        if len(names) != 1 or not _NAME.fullmatch(names[0]):
            return PlainTextResponse(
                "Le studio ne sait pas qui vous êtes : le serveur placé devant doit demander un mot de passe, et "
                f"envoyer l’en-tête {self._proxy.user_header}. L’exploitant trouvera comment dans docs/studio.md.",
                403,
            )
        try:
            async with self._opening:
                return self._studios.get(names[0]) or await self._open(names[0])
        except GitError as error:
            return PlainTextResponse(f"Votre copie de travail ne peut pas être faite. {error}", 503)

    async def _open(self, name: str) -> ASGIApp:
        if len(self._studios) >= MOST_MAINTAINERS:
            return PlainTextResponse("Trop de personnes utilisent le studio : l’exploitant peut le relancer.", 503)
        place = WorkPlace.of(self._settings.data.resolve(), name)
        base = await asyncio.to_thread(self._prepared, place)
        files, settings = ProjectFiles(place.checkout), self._settings.copy(update={"data": place.data})
        preview = Preview(files, settings, shared_models=self._settings.models, prepares_training=False)
        pages = Pages(files, self._editor, maintainer=name)
        author = Author(name, name if "@" in name else f"{name}@{self._proxy.host.partition(':')[0]}")
        app = create_app(
            preview,
            pages,
            panel_routes(preview, pages, Mailbox(files, self._settings, self._exported), files, settings),
            Desk(files, preview, place.data / "journal.json", base=base, author=author),
            self._proxy,
        )
        await self._running.enter_async_context(app.router.lifespan_context(app))
        self._studios[name] = app
        return app

    def _prepared(self, place: WorkPlace) -> str:
        """Make what a maintainer needs if it is missing; returns the branch in service."""
        place.data.mkdir(parents=True, exist_ok=True)
        for shared in _SHARED:
            if (there := self._settings.data.resolve() / shared).exists() and not (place.data / shared).exists():
                (place.data / shared).symlink_to(there)
        base = branch_in_service(self._files.root)
        if not (place.checkout / ".git").exists():
            shutil.rmtree(place.checkout, ignore_errors=True)  # left by an interrupted start
            add_working_copy(self._files.root, place.checkout, base)
        return base
