"""The signs of life that a process gives to gunicorn, whatever its clock does."""

from __future__ import annotations

import time

import uvicorn

from bot.server.draining import DrainingServer


async def test_a_process_whose_clock_is_set_back_tells_that_it_lives(monkeypatch):
    told = []

    async def tell() -> None:
        told.append(time.monotonic())

    server = DrainingServer(uvicorn.Config(None, callback_notify=tell, timeout_notify=30), seconds=0)
    await server.on_tick(0)
    await server.on_tick(10)
    assert len(told) == 1, "once in thirty seconds"
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 3600)
    await server.on_tick(20)
    await server.on_tick(30)
    assert len(told) == 2
