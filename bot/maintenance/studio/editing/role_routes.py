"""The page of a dated change: « à partir du…, dans la Vienne, ce sera… »."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from bot.answers.role_names import OrganisationName
from bot.answers.texts import written_day
from bot.maintenance.studio.editing.desk import Desk
from bot.maintenance.studio.editing.roles import (
    RoleForm,
    organisation_title,
    organisations_of,
    place_titles,
    places_named,
    read_roles,
    role_form,
    version_of,
    within,
)
from bot.maintenance.studio.editing.routes import EditingPages, digest, effects_of, sent, typed_in
from bot.maintenance.studio.pages import Pages
from bot.maintenance.studio.preview import Preview
from bot.maintenance.yaml_files.changes import CannotEditError
from rules.errors import ProgrammeError
from rules.model import Programme
from rules.schema import RolesFile


def role_routes(desk: Desk, preview: Preview, pages: Pages, token: str) -> APIRouter:
    """The pages of the roles."""
    routes = APIRouter()
    shown = EditingPages(desk, pages, token)

    def programme() -> Programme:
        return preview.serving().content.programme

    @routes.get("/roles")
    async def listed() -> Response:
        document = await asyncio.to_thread(read_roles, desk.files)
        return shown.page("roles", roles=document.content.roles if document else None)

    @routes.get("/roles/{role}")
    async def look(role: str, ecrit: str = "") -> Response:
        document = await asyncio.to_thread(read_roles, desk.files)
        if document is None or role not in document.content.roles:
            return shown.page("absent", 404, kind=None, typed={})
        writes = await asyncio.to_thread(desk.journal.writes)
        write = next((each for each in writes if each.id == ecrit and not each.undone), None)
        return _page(document.content, role, RoleForm({}, None), write=write)

    @routes.post("/roles/{role}")
    async def change(role: str, request: Request) -> Response:
        fields = await sent(request)
        action, version, looked_at = (fields.pop(name, "") for name in ("geste", "version", "montre"))
        document = await asyncio.to_thread(read_roles, desk.files)
        if document is None or role not in document.content.roles:
            return shown.page("absent", 404, kind=None, typed=typed_in(fields))
        roles = document.content
        form = role_form(fields, role, desk.files, roles, programme())
        if version != version_of(roles.roles[role]):
            return _page(roles, role, form, changed_meanwhile=True)
        if form.change is None:
            return _page(roles, role, form)
        try:
            edit = await asyncio.to_thread(form.change.edit, desk.files)
            if action == "effets":
                return await effects_of(shown, [edit])
            write = action == "ecrire" and looked_at == digest(fields)
            words = _sentence(form, roles)
            attempted = await desk.attempt([edit], {}, words, write=write)
        except CannotEditError as error:
            return _page(roles, role, RoleForm(fields, None, {"organisme": str(error)}))
        except ProgrammeError:
            return _page(roles, role, form, changed_meanwhile=True)
        if attempted.write:
            return RedirectResponse(f"/roles/{role}?ecrit={attempted.write.id}", 303)
        return _page(roles, role, form, attempted=attempted, sentence=words)

    def _sentence(form: RoleForm, roles: RolesFile) -> str:
        """The change in words."""
        change = form.change
        if change is None:
            return ""
        known = programme()
        places = " et ".join(within(place, known) for place in change.places)
        instead = " et ".join(f"{OrganisationName(organisation_title(name, known)):de}" for name in change.instead_of)
        what = roles.roles[change.role].nom.fr
        organisation = organisation_title(change.organisation, known)
        sentence = f"À partir du {written_day(change.since, 'fr')}, {places}, {organisation} {what}"
        return f"{sentence}, à la place {instead}" if instead else sentence

    def _page(roles: RolesFile, role: str, form: RoleForm, **more: Any) -> Response:
        known = programme()
        usual = {"attempted": None, "sentence": "", "write": None, "changed_meanwhile": False} | more
        wrong = bool(form.wrong) or usual["changed_meanwhile"]
        return shown.page(
            "role",
            409 if usual["changed_meanwhile"] else 422 if wrong else 200,
            id=role,
            role=roles.roles[role],
            form=form,
            version=version_of(roles.roles[role]),
            role_organisations=organisations_of(roles.roles[role]),
            changes=(),
            unchanged_twins=(),
            shown_digest=digest(form.values),
            places=places_named(known),
            organisations=sorted(known.organisations.values(), key=lambda each: each.name.fr.casefold()),
            sources=known.sources.values(),
            organisation_title=partial(organisation_title, programme=known),
            place_titles=partial(place_titles, programme=known),
            **usual,
        )

    return routes
