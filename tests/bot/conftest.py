"""One trained assistant for all conversations; it trains first where nothing is trained yet."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from bot.process import logs
from tests.support import services
from tests.support.chromium import chromium
from tests.support.redis_server import RedisServer, running_redis

if TYPE_CHECKING:
    from bot.assistant.service import Assistant
    from bot.messages import Reply

logs.configure()

Pages = Callable[..., Page]

_PATIENCE = 90_000
"""Milliseconds until something that does not come is missed; a busy machine is no fault of a page's."""

expect.set_options(timeout=_PATIENCE)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server that runs."""
    with services.postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A new, empty PostgreSQL database."""
    with services.fresh_database(postgres_server) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A new SQLite file, not made yet."""
    return f"sqlite:///{tmp_path / 'aiguilleur.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A new database: the test runs on each kind."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[services.OwnPostgres]:
    """A PostgreSQL for the tests of a file, which they may stop."""
    with services.own_postgres() as server:
        yield server


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis of one's own."""
    with running_redis(tmp_path) as server:
        yield server


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Assistant]:
    from bot.process.settings import load_settings
    from bot.rasa_adapter.training import trained_model
    from bot.server.assembly import assemble

    settings = load_settings().copy(update={"data": tmp_path_factory.mktemp("data")})
    loaded = assemble(settings, trained_model(models))
    yield loaded
    loaded.close()


class Talk:
    """A conversation of one's own; what it says last is answered."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._conversation = uuid4().hex

    async def __call__(self, *texts: str, on: date | None = None) -> Reply | None:
        from bot.messages import Message

        reply = None
        for text in texts:
            reply = await self._assistant.reply(Message(self._conversation, text), on=on)
        return reply

    def anew(self) -> Talk:
        """Another conversation, for the next row of a table (tests/support/tables.py)."""
        return Talk(self._assistant)


@pytest.fixture
def say(assistant: Assistant) -> Talk:
    """A conversation of one's own."""
    return Talk(assistant)


@pytest_asyncio.fixture
async def client(assistant) -> AsyncIterator[httpx.AsyncClient]:
    from bot.process.settings import load_settings
    from bot.server.app import create_app
    from bot.server.assembly import take_messages

    settings = load_settings()
    server = create_app(settings)
    take_messages(server.state, settings, assistant)
    transport = httpx.ASGITransport(app=server)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield http


# By module: while a browser is there, no other test can have an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def pages(browser: Browser) -> Iterator[Pages]:
    """Opens pages as new visitors have them; what their console says is in `page.console_lines`."""
    contexts: list[BrowserContext] = []

    def opened(address: str, **settings: object) -> Page:
        context = browser.new_context(**{"locale": "fr-FR", **settings})
        context.set_default_timeout(_PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.console_lines = lines = []

        def hear(message: ConsoleMessage) -> None:
            lines.append(f"{message.type}: {message.text}")

        page.on("console", hear)
        page.on("pageerror", lambda error: lines.append(f"error: {error}"))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
