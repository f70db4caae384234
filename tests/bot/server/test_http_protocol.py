"""Connections on which nothing, or half a request, ever comes are closed; slow answers and idle clients are not."""

from __future__ import annotations

import asyncio

import pytest
import uvicorn

from bot.server import http_protocol
from tests.support.tables import each_row

REQUEST = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
ANSWER_SECONDS = 0.4


async def app(scope, _receive, send):
    assert scope["type"] == "http"
    await asyncio.sleep(ANSWER_SECONDS)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
async def connect(monkeypatch):
    """Opens connections to a server that waits 0.2 s for a request."""
    monkeypatch.setattr(http_protocol, "MAX_REQUEST_SECONDS", 0.2)
    config = uvicorn.Config(app, lifespan="off", log_config=None, ws="none", http=http_protocol.ImpatientProtocol)
    config.load()
    state = uvicorn.server.ServerState()

    def protocol():
        return http_protocol.ImpatientProtocol(config=config, server_state=state, app_state={})

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    opened = []

    async def connection():
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        opened.append(writer)
        return reader, writer

    yield connection
    for writer in opened:
        writer.close()
    server.close()


@each_row(("whole", "begun"), [(0, b""), (0, b"GET / HT"), (0, REQUEST[:-2]), (1, b"GET / HT")])
async def test_half_a_request_is_not_waited_for_whether_first_or_second(connect, whole, begun):
    reader, writer = await connect()
    writer.write(REQUEST * whole)
    if whole:
        assert (await asyncio.wait_for(reader.readuntil(b"ok"), 2)).startswith(b"HTTP/1.1 200")
    writer.write(begun)
    assert await asyncio.wait_for(reader.read(), 2) == b""


async def test_an_answer_may_take_longer_and_a_client_may_pause_before_the_next_request(connect):
    reader, writer = await connect()
    for _ in range(2):
        writer.write(REQUEST)
        assert (await asyncio.wait_for(reader.readuntil(b"ok"), 2)).startswith(b"HTTP/1.1 200")
        await asyncio.sleep(0.3)
