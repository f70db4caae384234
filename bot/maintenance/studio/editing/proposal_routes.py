"""The page for proposing: the changes, in words, and how they reach the others as a branch."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from rich.console import Console

from bot.content.project_files import ProjectFiles
from bot.maintenance.check import check
from bot.maintenance.diff.report import compare
from bot.maintenance.diff.revisions import RevisionError
from bot.maintenance.diff.terminal_report import show
from bot.maintenance.studio.editing.desk import Desk
from bot.maintenance.studio.editing.routes import EditingPages, sent
from bot.maintenance.studio.editing.working_copy import GitError
from bot.maintenance.studio.pages import Pages
from bot.maintenance.studio.processes import in_process
from rules.errors import ProgrammeError

_LATEST: Final = "HEAD"
_WIDTH: Final = 100
_LONGEST_SUBJECT: Final = 72


def proposal_routes(desk: Desk, pages: Pages, token: str) -> APIRouter:
    """The page that proposes the changes."""
    routes = APIRouter()
    shown = EditingPages(desk, pages, token)
    proposing = asyncio.Lock()

    @routes.get("/proposer")
    async def look() -> Response:
        return await _page()

    @routes.post("/proposer")
    async def propose(request: Request) -> Response:
        fields = await sent(request)
        action = fields.get("geste", "")
        title, message = (fields.get(name, "").replace("\r\n", "\n").strip() for name in ("titre", "message"))
        async with proposing:
            try:
                if action == "mettre_a_jour":
                    return await _page(done=await asyncio.to_thread(desk.copy.update))
                if action == "preparer":
                    return await _prepared()
                if not title:
                    return await _page(title=title, message=message, trouble="Donner un titre à la proposition.")
                findings = await asyncio.to_thread(check, desk.files, mistakes_only=True)
                if findings:
                    problem = "Une proposition ne peut pas avoir d’erreur : corriger d’abord celles-ci."
                    return await _page(title=title, message=message, trouble=problem, findings=findings)
                made = await asyncio.to_thread(desk.copy.propose, f"{title}\n\n{message}".strip(), title)
                return await _page(proposal=made)
            except GitError as error:
                return await _page(title=title, message=message, trouble=str(error))

    async def _prepared() -> Response:
        words = await asyncio.to_thread(_subject, desk)
        try:
            message = await in_process(in_words, desk.files.root)
        except RevisionError as error:
            message = f"Ce que cela change pour les conseillers n’a pas été comparé : {error}"
        except ProgrammeError as error:
            return await _page(trouble="Une proposition ne peut pas avoir d’erreur.", findings=error.findings)
        return await _page(title=words, message=message)

    async def _page(*, status: int = 200, **values: object) -> Response:
        usual = {"title": "", "message": "", "trouble": "", "done": "", "findings": (), "proposal": None} | values
        under_git = await asyncio.to_thread(lambda: desk.copy.under_git)
        changed = await asyncio.to_thread(desk.copy.changed) if under_git else []
        branch = await asyncio.to_thread(lambda: desk.copy.branch if desk.copy.proposed else "") if under_git else ""
        return shown.page(
            "proposer",
            409 if usual["trouble"] else status,
            here="proposer",
            under_git=under_git,
            changed=changed,
            branch=branch,
            difference=await asyncio.to_thread(desk.copy.difference) if changed else "",
            **usual,
        )

    return routes


def in_words(root: Path) -> str:
    """In the other process: the changes since the last commit, as `aiguilleur diff` reports them."""
    report = compare(_LATEST, models=None, say=lambda _: None, files=ProjectFiles(root))
    written = io.StringIO()
    show(report, Console(file=written, no_color=True, width=_WIDTH))
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()).strip()


def _subject(desk: Desk) -> str:
    """The writes not proposed yet, in a line: those whose files still differ."""
    changed = {file.name for file in desk.copy.changed()}
    words = [
        write.words
        for write in reversed(desk.journal.writes())
        if not write.undone and changed & {file.name for file in write.files}
    ]
    subject = "Modifie " + " ; ".join(dict.fromkeys(words)) if words else "Modifie les textes"
    return subject if len(subject) <= _LONGEST_SUBJECT else f"{subject[: _LONGEST_SUBJECT - 1].rstrip()}…"
