"""Servers of the web channel on a database of the test's own, and the visitors of their pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from bot.process.settings import Settings
from bot.storage.stores import Stores

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bot.assistant.service import Assistant

HOST = "https://bot.exemple.fr"
REST_TOKEN = "of-the-tests-alone"  # noqa: S105


class Visitor:
    """An adviser on a page of some origin, for a hub; keeps the token as the widget does."""

    def __init__(self, http: httpx.AsyncClient, origin: str | None = None, hub: str | None = None) -> None:
        self._http = http
        self._hub = {"hub": hub} if hub else {}
        self._origin = {"Origin": origin} if origin else {}
        self.token: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {**self._origin, **({"Authorization": f"Bearer {self.token}"} if self.token else {})}

    async def send(self, message: str | None = None, **more: Any) -> httpx.Response:
        content = {} if message is None else {"message": message}
        body = {"message_id": str(uuid4()), **self._hub, **content, **more}
        return await self._http.post("/api/messages", json=body, headers=self.headers)

    async def begin(self) -> None:
        """Get a token before the first message, as the widget does."""
        response = await self._http.post("/api/token", json=self._hub, headers=self._origin)
        assert response.status_code == 200, response.text
        self.token = response.json()["token"]

    async def ask(self, message: str | None = None, **more: Any) -> dict[str, Any]:
        """What is answered; the next request brings the token of this answer."""
        response = await self.send(message, **more)
        assert response.status_code == 200, response.text
        self.token = response.json()["token"]
        return response.json()["reply"]

    async def rate(self, message_id: str, *, useful: bool, **more: str) -> httpx.Response:
        body = {"message_id": message_id, "useful": useful, **more}
        return await self._http.post("/api/feedback", json=body, headers=self.headers)

    async def erase(self) -> httpx.Response:
        return await self._http.delete("/api/conversation", headers=self.headers)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data=tmp_path, public_url="", rest_token=REST_TOKEN, rate_conversation=0, rate_address=0, rate_characters=0
    )


@pytest_asyncio.fixture
async def serve(assistant: Assistant, settings: Settings) -> AsyncIterator[Callable[..., FastAPI]]:
    """Starts servers on the test's database, each as another process would."""
    from bot.assistant.locks import InProcessLockStore
    from bot.server.app import create_app
    from bot.server.assembly import take_messages

    opened: list[Stores] = []

    def another(**changes: Any) -> FastAPI:
        changed = settings.copy(update=changes)
        opened.append(Stores.open(changed))
        server = create_app(changed)
        take_messages(server.state, changed, assistant.on(opened[-1], InProcessLockStore()))
        return server

    yield another
    for stores in opened:
        stores.close()


@pytest.fixture
def server(serve: Callable[..., FastAPI]) -> FastAPI:
    return serve()


@pytest_asyncio.fixture
async def browse() -> AsyncIterator[Callable[..., httpx.AsyncClient]]:
    """Opens connections to servers, from some address."""
    async with AsyncExitStack() as stack:

        async def connect(server: FastAPI, address: str = "203.0.113.7") -> httpx.AsyncClient:
            transport = httpx.ASGITransport(app=server, client=(address, 1))
            return await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url=HOST))

        yield connect


@pytest_asyncio.fixture
async def http(server: FastAPI, browse: Callable[..., Any]) -> httpx.AsyncClient:
    return await browse(server)


@pytest.fixture
def visit(http: httpx.AsyncClient) -> Callable[..., Visitor]:
    """Visitors of the one server."""

    def visitor(origin: str | None = None, hub: str | None = None) -> Visitor:
        return Visitor(http, origin, hub)

    return visitor
