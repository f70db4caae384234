"""A process gives signs of life to gunicorn, whatever its clock does; while it stops it still answers, and says so."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace

import httpx
import uvicorn

from bot.process.settings import load_settings
from bot.server import shutdown
from bot.server.app import create_app


async def test_stopping_server_still_answers_and_tells_load_balancers_to_go_elsewhere(monkeypatch):
    asked = asyncio.Event()
    monkeypatch.setattr(shutdown, "asyncio", SimpleNamespace(sleep=lambda _seconds: asked.wait()))
    app = create_app(load_settings())
    config = uvicorn.Config(app, port=0, lifespan="off", ws="none", log_config=None)
    config.load()
    server = shutdown.DrainingServer(config, drain_seconds=2)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    [listening] = server.servers
    port = listening.sockets[0].getsockname()[1]
    stopping = asyncio.create_task(server.shutdown())
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        accepting = await http.get("/accepting")
    asked.set()
    await stopping
    assert (accepting.status_code, accepting.json()) == (503, {"status": "stopping"})


async def test_process_gives_signs_of_life_though_its_clock_is_set_back(monkeypatch):
    notified = []

    async def notify() -> None:
        notified.append(time.monotonic())

    server = shutdown.DrainingServer(uvicorn.Config(None, callback_notify=notify, timeout_notify=30), drain_seconds=0)
    await server.on_tick(0)
    await server.on_tick(10)
    assert len(notified) == 1, "once in thirty seconds"
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 3600)
    await server.on_tick(20)
    await server.on_tick(30)
    assert len(notified) == 2
