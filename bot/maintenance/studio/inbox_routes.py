"""The page's requests to the inbox: show it, and process a group, with changes shown before they are written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from bot.content.project_files import ProjectFiles
from bot.maintenance.inbox.groups import QuestionGroup
from bot.maintenance.studio.access import RefusedError
from bot.maintenance.studio.inbox_panel import Mailbox, NoMailboxError
from bot.maintenance.studio.pages import Pages
from bot.maintenance.studio.preview import Preview
from bot.maintenance.yaml_files.edits import Edit
from bot.storage.errors import StorageError
from nlu.training_data.examples import Language
from rules.errors import ProgrammeError


class FilingRequest(msgspec.Struct, forbid_unknown_fields=True):
    """A request on a group of the inbox.

    `action` is what to do: "show", "mute" and "dialogue" show the change to a file; with "write" before them, they make
    it. `name` and `title` are those of a new question.
    """

    group: str
    action: Literal["show", "write_show", "mute", "write_mute", "dialogue", "write_dialogue", "begin", "drop"]
    sentence: str = ""
    question: str = ""
    language: Language = "fr"
    name: str = ""
    title: str = ""


class PastingRequest(msgspec.Struct, forbid_unknown_fields=True):
    """A pasted conversation; `agreed` is "on" if its person agreed that it is kept."""

    action: Literal["show", "write"]
    conversation: str
    name: str = ""
    agreed: str = ""


def inbox_routes(preview: Preview, pages: Pages, mailbox: Mailbox, files: ProjectFiles) -> APIRouter:
    """The tab of the inbox."""
    routes = APIRouter()

    @routes.get("/boite")
    async def inbox() -> Response:
        return _shown({"boite": await _inbox()})

    @routes.post("/boite")
    async def of_a_group(request: Request) -> Response:
        filed = msgspec.json.decode(await request.body(), type=FilingRequest)
        found = mailbox.find(filed.group)
        if found is None:
            raise RefusedError("Cette question n’est plus dans la boîte.")
        if filed.action == "drop" and mailbox.can_drop:
            await asyncio.to_thread(mailbox.drop, found)
            return _shown({"boite": await _inbox()}, "Retirée de la boîte.")
        element = f"rangement-{found.id}"
        if filed.action == "begin":
            return await _begun(element, found, filed)
        write, _, what = filed.action.rpartition("_")
        content = preview.serving().content
        edits: dict[str, Callable[[], Edit]] = {
            "show": lambda: mailbox.edit(content, filed.question, filed.language, filed.sentence),
            "mute": lambda: mailbox.mute(content, found),
            "dialogue": lambda: mailbox.dialogue(content, found),
        }
        response = await _edited(element, edits[what], f"write_{what}", done=bool(write))
        return _shown({"boite": await _inbox()}, "En sourdine.") if filed.action == "write_mute" else response

    @routes.post("/boite/conversation")
    async def conversation(request: Request) -> Response:
        shared = msgspec.json.decode(await request.body(), type=PastingRequest)
        if not shared.agreed:
            raise RefusedError("Une conversation n’est gardée que si la personne l’a accepté : cocher la case.")
        content = preview.serving().content
        return await _edited(
            "rangement-conversation",
            lambda: mailbox.pasted(content, shared.conversation, shared.name),
            "write",
            done=shared.action == "write",
        )

    async def _edited(element: str, edit_of: Callable[[], Edit], action: str, *, done: bool) -> Response:
        """The change to a file, written if requested."""
        try:
            edit = await asyncio.to_thread(edit_of)
            if done:
                await asyncio.to_thread(edit.write)
        except ProgrammeError as error:
            return _shown({element: pages.refused(error.findings)}, "Cela ne peut pas être écrit ainsi.")
        shown = pages.filing(edit.diff(files.root), action, element, done=done)
        return _shown({element: shown}, "Écrit dans le fichier." if done else "Voici la modification.")

    async def _begun(element: str, found: QuestionGroup, filed: FilingRequest) -> Response:
        """A new question, begun."""
        content = preview.serving().content
        try:
            begun = await asyncio.to_thread(mailbox.begin, content, found, filed.name.strip(), filed.title.strip())
        except ProgrammeError as error:
            return _shown({element: pages.refused(error.findings)}, "Cette question ne peut pas être commencée ainsi.")
        return _shown({element: pages.begun(begun)}, "Nouvelle question commencée.")

    async def _inbox() -> str:
        groups: Sequence[QuestionGroup] = ()
        trouble = ""
        try:
            groups = await asyncio.to_thread(mailbox.read)
        except (NoMailboxError, ProgrammeError, StorageError) as error:
            trouble = str(error)
        return pages.inbox(groups, preview.serving(), trouble=trouble, can_drop=mailbox.can_drop)

    return routes


def _shown(fragments: dict[str, str], announcement: str = "") -> Response:
    return JSONResponse({"fragments": fragments, "announcement": announcement})
