"""One trained assistant for all conversations; it trains first where nothing is trained yet."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from bot import logs

logs.configure()


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    from bot.settings import load_settings
    from bot.training import train

    settings = load_settings()
    model = train(settings.models, print)
    from bot.assembly import assemble

    loaded = assemble(settings.copy(update={"data": tmp_path_factory.mktemp("data")}), Path(model))
    yield loaded
    loaded.close()


@pytest.fixture
def say(assistant):
    """A conversation of one's own; what it says last is answered."""
    from bot.reply import Message

    conversation = uuid4().hex

    async def talk(*texts, on=None):
        reply = None
        for text in texts:
            reply = await assistant.reply(Message(conversation, text), on=on)
        return reply

    return talk


@pytest_asyncio.fixture
async def client(assistant) -> AsyncIterator[httpx.AsyncClient]:
    from bot.settings import load_settings
    from bot.web import create_app

    server = create_app(load_settings())
    server.state.assistant = assistant
    transport = httpx.ASGITransport(app=server)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield http
