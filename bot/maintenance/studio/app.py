"""The studio's server: one page, its requests, and the events it listens to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from sse_starlette import EventSourceResponse

from bot.channels.web.assets import Asset
from bot.channels.web.widget_files import STATIC
from bot.maintenance.studio.access import RefusedError, StudioAccess, TrustedProxy, new_token
from bot.maintenance.studio.attempts import Attempts, Try
from bot.maintenance.studio.dry_run import Attempt, rehearse
from bot.maintenance.studio.editing.desk import Desk
from bot.maintenance.studio.editing.proposal_routes import proposal_routes
from bot.maintenance.studio.editing.role_routes import role_routes
from bot.maintenance.studio.editing.routes import editing_routes
from bot.maintenance.studio.explanation import explain
from bot.maintenance.studio.pages import Pages
from bot.maintenance.studio.preview import InService, Preview

_STATIC: Final = (*sorted((Path(__file__).parent / "static").iterdir()), STATIC / "colours.css", STATIC / "icon.svg")
_FRESH: Final = "no-cache"
_LIKELY: Final = 0.01
"""Probability from which the examples of another question are searched too."""


class AttemptRequest(msgspec.Struct, forbid_unknown_fields=True):
    """A message to try; `shown` is what was typed, or the title of what was pressed."""

    text: str
    shown: str
    after: int | None = None
    language: str | None = None
    hub: str | None = None
    on: date | None = None


class Selected(msgspec.Struct, forbid_unknown_fields=True):
    """The attempt that the page shows, if any."""

    selected: int | None = None


def create_app(
    preview: Preview, pages: Pages, panels: APIRouter, desk: Desk, proxy: TrustedProxy | None = None
) -> FastAPI:
    """The studio for a preview, which runs while it is served.

    Args:
        preview: what is previewed.
        pages: renders the pages.
        panels: the other tabs.
        desk: where pages edit.
        proxy: the server before the studio, if there is one.
    """
    studio = _Studio(preview, pages)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        running = asyncio.create_task(preview.run())
        yield
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running

    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    assets = {path.name: Asset.read(path) for path in _STATIC}
    token = new_token()

    @server.exception_handler(RefusedError)
    async def refused(_: Request, error: RefusedError) -> Response:
        return PlainTextResponse(str(error), 409)

    @server.exception_handler(msgspec.MsgspecError)
    async def malformed(_: Request, error: msgspec.MsgspecError) -> Response:
        return PlainTextResponse(str(error), 422)

    @server.get("/")
    async def index() -> Response:
        return HTMLResponse(pages.page(preview, token), headers={"Cache-Control": "no-store"})

    @server.get("/static/{name}")
    async def static(name: str, request: Request) -> Response:
        return assets[name].response(request, _FRESH) if name in assets else PlainTextResponse("", 404)

    @server.get("/nouvelles")
    async def news() -> Response:
        return EventSourceResponse(studio.news())

    @server.post("/essais")
    async def ask(request: Request) -> Response:
        return JSONResponse(await studio.ask(msgspec.json.decode(await request.body(), type=AttemptRequest)))

    @server.post("/essais/rejouer")
    async def replay_all(request: Request) -> Response:
        return JSONResponse(await studio.replay_all(msgspec.json.decode(await request.body(), type=Selected)))

    @server.post("/essais/{number}/rejouer")
    async def replay(number: int) -> Response:
        return JSONResponse(await studio.replay(number))

    @server.get("/essais/{number}")
    async def show(number: int) -> Response:
        return JSONResponse(studio.show(number))

    @server.get("/essais/{number}/exemples")
    async def examples(number: int) -> Response:
        return JSONResponse(await studio.examples(number))

    server.include_router(panels)
    server.include_router(proposal_routes(desk, pages, token))
    server.include_router(role_routes(desk, preview, pages, token))
    server.include_router(editing_routes(desk, pages, token))
    server.add_middleware(StudioAccess, token=token, proxy=proxy)
    return server


class _Studio:
    """The requests of the page. Each answer is HTML by the id of the element that it fills."""

    def __init__(self, preview: Preview, pages: Pages) -> None:
        self._preview = preview
        self._pages = pages
        self._tries = Attempts()
        # One at a time: the attempts of a page, and repeating all of them when the files change.
        self._turn = asyncio.Lock()

    async def ask(self, asked: AttemptRequest) -> dict[str, Any]:
        """Try a message."""
        before = self._tries.get(asked.after)
        attempt = Attempt(
            asked.text,
            asked.shown,
            state=before.outcome.state if before else None,
            after=before.attempt.shown if before else None,
            language=asked.language,
            hub=asked.hub,
            on=asked.on,
        )
        async with self._turn:
            service = self._preview.serving()
            outcome = await rehearse(service.agent, service.content, attempt)
        made = self._tries.add(attempt, outcome, explain(outcome, service.content, service.texts))
        return self._fragments([made], made, self._pages.spoken(made))

    async def replay(self, number: int) -> dict[str, Any]:
        """Try one attempt again."""
        async with self._turn:
            again = await self._again(self._known(number), self._preview.serving())
        return self._fragments([again], again, self._pages.compared([again]))

    async def replay_all(self, selected: Selected) -> dict[str, Any]:
        """Repeat the recent attempts."""
        async with self._turn:
            service = self._preview.serving()
            made = [await self._again(attempt, service) for attempt in self._tries.recent()]
        shown = self._tries.get(selected.selected)
        return self._fragments(made, shown, self._pages.compared(made))

    def show(self, number: int) -> dict[str, Any]:
        """The latest outcome of an attempt."""
        known = self._known(number)
        return self._fragments([known], known, "")

    async def examples(self, number: int) -> dict[str, Any]:
        """The examples nearest to an attempt, of the question understood, and of the next one if it is likely.

        An unlikely next question could have thousands of unrelated examples to encode.
        """
        known = self._known(number)
        service = self._preview.serving()
        understood = known.understood
        if understood is None:
            return {"fragments": {}}
        likely = [guess.question for guess in understood.guesses[:2] if guess.probability >= _LIKELY]
        questions = tuple(dict.fromkeys([understood.intent, *likely]))
        near = await asyncio.to_thread(
            lambda: {question: service.examples.near(known.attempt.shown, question) for question in questions}
        )
        return {"fragments": {"proches": self._pages.nearest(near, service.content)}}

    async def news(self) -> AsyncIterator[dict[str, str]]:
        """What is shown of the preview, now and after every change."""
        count = -1
        while True:
            count = await self._preview.events.after(count)
            service = self._preview.in_service
            fragments = self._pages.state(self._preview)
            state = {"fragments": fragments, "version": service.version if service else ""}
            yield {"event": "etat", "data": json.dumps({**state, "announcement": self._pages.announced(self._preview)})}

    async def _again(self, known: Try, service: InService) -> Try:
        outcome = await rehearse(service.agent, service.content, known.attempt)
        return self._tries.again(known, outcome, explain(outcome, service.content, service.texts))

    def _fragments(self, made: Iterable[Try], shown: Try | None, announcement: str) -> dict[str, Any]:
        fragments = {f"essai-{attempt.id}": self._pages.turn(attempt) for attempt in made}
        fragments["essais"] = self._pages.recent(self._tries.recent())
        if shown:
            fragments["compris"] = self._pages.understood(shown)
        return {"fragments": fragments, "shown": shown.id if shown else None, "announcement": announcement}

    def _known(self, number: int) -> Try:
        known = self._tries.get(number)
        if known is None:
            raise RefusedError("Cette question n’est plus gardée : la poser à nouveau.")
        return known
