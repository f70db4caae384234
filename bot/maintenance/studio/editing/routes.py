"""The pages for editing: a form for each entry, shown again with its effects before anything is written."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl, quote, urlencode

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.maintenance.diff.word_diff import Marked, marked
from bot.maintenance.studio.access import TOKEN_FIELD
from bot.maintenance.studio.editing.desk import Desk, words_of
from bot.maintenance.studio.editing.drafts import can_be_begun, draft
from bot.maintenance.studio.editing.entries import EditableEntry, EditableField, normal
from bot.maintenance.studio.editing.journal import UndoError
from bot.maintenance.studio.editing.kinds import KINDS, EntryKind, entry
from bot.maintenance.studio.editing.trial import effects
from bot.maintenance.studio.pages import Pages
from bot.maintenance.studio.processes import in_process
from bot.maintenance.yaml_files.edits import Edit
from rules.errors import ProgrammeError

MOST_LISTED: Final = 200
"""Entries of a list shown at once; a search shows the others."""

MOST_WRITES_SHOWN: Final = 15

_CARRIED: Final = ("geste", "version", "montre")

_FRESH: Final = {"Cache-Control": "no-store"}
_PLAIN: Final = str.maketrans("àâäéèêëîïôöùûüç’", "aaaeeeeiioouuuc'")

T = TypeVar("T")


@dataclass(frozen=True)
class FieldChange:
    """A field with a new value, and the words that change."""

    field: EditableField
    key: tuple[str, ...]
    marked: Marked


class EditingPages:
    """Answers with the pages of one desk; their forms carry `token`."""

    def __init__(self, desk: Desk, pages: Pages, token: str) -> None:
        self.desk = desk
        self._pages = pages
        self._token = token

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page of the studio's."""
        shown = self._pages.rendered(
            f"modifier/{template}.html", token=self._token, kinds=KINDS, **({"here": "modifier"} | values)
        )
        return HTMLResponse(shown, status, headers=_FRESH)

    def form(self, kind: EntryKind, shown: EditableEntry, values: Mapping[str, str], **more: Any) -> Response:
        """The form of an entry, with the typed or written values."""
        values_of_page = {
            "attempted": None,
            "changes": (),
            "conflicts": {},
            "lost": {},
            "unchanged_twins": (),
            "write": None,
            "begun": False,
            "address": address(kind.id, shown.name),
            **more,
        }
        return self.page(
            "formulaire",
            409 if values_of_page["conflicts"] else 200,
            kind=kind,
            entry=shown,
            values=values,
            typed={name for name, text in values.items() if text.strip()},
            shown_digest=digest(values),
            **values_of_page,
        )


def address(kind: str, name: str) -> str:
    """The address of an entry's page."""
    return f"/modifier/{kind}/{quote(name)}"


async def sent(request: Request) -> dict[str, str]:
    """The fields of a form; the access rules have checked its token."""
    fields = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
    fields.pop(TOKEN_FIELD, None)
    return fields


def typed_in(fields: Mapping[str, str]) -> dict[str, str]:
    """The typed fields of a form, without its own."""
    return {name: text for name, text in fields.items() if name not in _CARRIED}


def editing_routes(desk: Desk, pages: Pages, token: str) -> APIRouter:
    """The pages of the texts, the FAQ, the organisations, the hubs and the lexicon."""
    routes = APIRouter()
    shown = EditingPages(desk, pages, token)

    async def off(work: Callable[..., T], *arguments: object) -> T:
        return await asyncio.to_thread(work, *arguments)

    @routes.get("/modifier")
    async def index() -> Response:
        writes = await off(desk.journal.writes)
        return shown.page("accueil", writes=writes[:MOST_WRITES_SHOWN], trouble="")

    @routes.get("/modifier/{kind}")
    async def listed(kind: str, cherche: str = "") -> Response:
        if kind not in KINDS:
            return shown.page("absent", 404, kind=None, typed={})
        entries = await off(lambda: list(KINDS[kind].listed(desk.files)))
        wanted = _plain(cherche)
        found = [each for each in entries if wanted in _plain(f"{each.name} {each.title} {each.excerpt}")]
        return shown.page(
            "liste",
            kind=KINDS[kind],
            can_be_begun=can_be_begun(KINDS[kind]),
            found=found[:MOST_LISTED],
            count=len(found),
            every=len(entries),
            search=cherche,
        )

    @routes.get("/modifier/{kind}/{name:path}")
    async def form(kind: str, name: str, ecrit: str = "") -> Response:
        known = KINDS.get(kind)
        found = await off(entry, known, desk.files, name) if known else None
        if known is None or found is None:
            return shown.page("absent", 404, kind=known, typed={})
        desk.make_ready()
        write = next((each for each in await off(desk.journal.writes) if each.id == ecrit and not each.undone), None)
        return shown.form(known, found, found.values, write=write)

    @routes.post("/modifier/{kind}/{name:path}")
    async def edit(kind: str, name: str, request: Request) -> Response:
        fields = await sent(request)
        known = KINDS.get(kind)
        found = await off(entry, known, desk.files, name) if known else None
        if known is None or found is None:
            return shown.page("absent", 404, kind=known, typed=typed_in(fields))
        return await _edit(known, found, fields, lambda: entry(known, desk.files, name) or found)

    @routes.get("/nouveau/{kind}")
    async def begin(kind: str) -> Response:
        if kind not in KINDS or not can_be_begun(KINDS[kind]):
            return shown.page("absent", 404, kind=None, typed={})
        return shown.page("nouveau", kind=KINDS[kind], name="", title="", findings=())

    @routes.get("/nouveau/{kind}/entree")
    async def begun(kind: str, nom: str = "", titre: str = "") -> Response:
        return await _draft(kind, nom, titre, {})

    @routes.post("/nouveau/{kind}/entree")
    async def write_draft(kind: str, request: Request, nom: str = "", titre: str = "") -> Response:
        return await _draft(kind, nom, titre, await sent(request))

    async def _draft(kind: str, name: str, title: str, fields: dict[str, str]) -> Response:
        if kind not in KINDS or not can_be_begun(KINDS[kind]):
            return shown.page("absent", 404, kind=None, typed=typed_in(fields))
        known, name, title = KINDS[kind], name.strip(), title.strip()
        try:
            found = await off(draft, known, desk.files, name, title or name)
        except ProgrammeError as error:
            if fields:
                return shown.page("absent", 409, kind=known, typed=typed_in(fields))
            return shown.page("nouveau", 422, kind=known, name=name, title=title, findings=error.findings)
        at = f"/nouveau/{kind}/entree?{urlencode({'nom': name, 'titre': title})}"
        if not fields:
            return shown.form(known, found, found.values, address=at, begun=True)
        return await _edit(known, found, fields, lambda: found, address=at, begun=True)

    async def _edit(
        kind: EntryKind,
        found: EditableEntry,
        fields: dict[str, str],
        again: Callable[[], EditableEntry],
        **more: Any,
    ) -> Response:
        """Show what was typed, with what it would change, or write it; `again` reads the entry anew."""
        action, version, looked_at = (fields.pop(name, "") for name in ("geste", "version", "montre"))
        values = {**found.values, **{key: text for key, text in fields.items() if key in found.values}}
        if version != found.version:
            conflicts = {
                each.name: each.written
                for each in found.fields
                if normal(fields.get(each.name, ""), each.form) != normal(each.written, each.form)
            }
            lost = {key: text for key, text in fields.items() if key not in found.values and text.strip()}
            return shown.form(kind, found, values, conflicts=conflicts or {"": ""}, lost=lost, **more)
        edits, refused = found.edits(values)
        if action == "effets":
            return await effects_of(shown, edits)
        changes = _changes(found, values)
        words = words_of(found, kind.singular, [change.field for change in changes])
        # Text typed after the preview is previewed first.
        write = action == "ecrire" and looked_at == digest(values)
        try:
            attempted = await desk.attempt(edits, refused, words, found.fields, write=write)
        except ProgrammeError:
            # Somebody saved the file between preview and write: the new content is shown beside.
            now = await off(again)
            conflicts = {each.name: each.written for each in now.fields if found.values.get(each.name) != each.written}
            return shown.form(kind, now, values, conflicts=conflicts or {"": ""}, **more)
        if attempted.write:
            return RedirectResponse(f"{address(kind.id, found.name)}?ecrit={attempted.write.id}", 303)
        twins = _unchanged_twins(found, changes)
        return shown.form(kind, found, values, attempted=attempted, changes=changes, unchanged_twins=twins, **more)

    @routes.post("/annuler")
    async def undo(request: Request) -> Response:
        fields = await sent(request)
        trouble, verdict = "", None
        try:
            made, attempted = await desk.undo(fields.get("ecrit", ""))
        except (UndoError, ProgrammeError) as error:
            trouble = str(error)
        else:
            if attempted.may_be_written:
                return RedirectResponse("/modifier", 303)
            trouble = f"Sans « {made.words} », d’autres fichiers auraient une erreur : rien n’est annulé."
            verdict = attempted.verdict
        writes = await off(desk.journal.writes)
        return shown.page("accueil", 409, writes=writes[:MOST_WRITES_SHOWN], trouble=trouble, verdict=verdict)

    return routes


async def effects_of(shown: EditingPages, edits: Sequence[Edit]) -> Response:
    """The effects of edits for advisers, as a piece of a page."""
    try:
        report = await in_process(effects, shown.desk.files.root, edits)
    except ProgrammeError:
        return shown.page(
            "effets", trouble="Corriger d’abord les erreurs : le reste ne peut pas être comparé.", body=""
        )
    return shown.page("effets", trouble="", body=report)


def _changes(found: EditableEntry, values: Mapping[str, str]) -> list[FieldChange]:
    changes = []
    for row in found.rows:
        for each in row.fields:
            before, after = normal(each.written, each.form), normal(values[each.name], each.form)
            if before != after:
                changes.append(FieldChange(each, row.key, marked(_paragraphs(before), _paragraphs(after))))
    return changes


def _unchanged_twins(found: EditableEntry, changes: Sequence[FieldChange]) -> list[EditableField]:
    """The fields in the other language that stay the same beside a changed one."""
    changed = {change.field.name for change in changes}
    return [
        each
        for row in found.rows
        if any(field.name in changed for field in row.fields) and row.fields[0].form == "text"
        for each in row.fields
        if each.language and each.name not in changed
    ]


def digest(values: Mapping[str, str]) -> str:
    """A digest of the typed values, however the browser ends lines."""
    typed = {name: normal(text, "text") for name, text in values.items()}
    return hashlib.sha256(msgspec.json.encode(sorted(typed.items()))).hexdigest()[:16]


def _paragraphs(text: str) -> list[str]:
    return [text] if text else []


def _plain(text: str) -> str:
    return text.casefold().translate(_PLAIN)
