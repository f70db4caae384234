"""The signs of life that a process gives to gunicorn, whatever its clock does."""

from __future__ import annotations

import time

import uvicorn

from bot.server.shutdown import DrainingServer


async def test_process_gives_signs_of_life_though_its_clock_is_set_back(monkeypatch):
    notified = []

    async def notify() -> None:
        notified.append(time.monotonic())

    server = DrainingServer(uvicorn.Config(None, callback_notify=notify, timeout_notify=30), drain_seconds=0)
    await server.on_tick(0)
    await server.on_tick(10)
    assert len(notified) == 1, "once in thirty seconds"
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 3600)
    await server.on_tick(20)
    await server.on_tick(30)
    assert len(notified) == 2
