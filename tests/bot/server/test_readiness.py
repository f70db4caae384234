"""The figure of readiness is the process's own: it moves though nobody asks /ready."""

from __future__ import annotations

import asyncio

import pytest
from prometheus_client import REGISTRY
from starlette.datastructures import State

from bot.server import readiness
from tests.support.tables import each_row


@pytest.fixture
async def looking(assistant, monkeypatch):
    """A server of one process that looks at its parts, quickly."""
    monkeypatch.setattr(readiness, "EVERY_SECONDS", 0.01)
    task = asyncio.create_task(readiness.keep_looking(State({"assistant": assistant})))
    yield assistant
    task.cancel()
    await asyncio.wait([task])


def ready(part):
    return REGISTRY.get_sample_value("aiguilleur_ready", {"part": part})


async def comes_to(part, value):
    for _ in range(500):
        if ready(part) == value:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{part}: {ready(part)}, not {value}")


async def ill(*_):
    return False


async def fails(*_):
    raise OSError("nothing that a part should raise")


@each_row(("health", "locks"), [(ill, 1), (fails, 0)])
async def test_part_that_goes_away_and_comes_back_is_seen_by_nobodys_asking(looking, monkeypatch, health, locks):
    await comes_to("database", 1)
    with monkeypatch.context() as away:
        away.setattr(type(looking.stores.database), "healthy", health)
        await comes_to("database", 0)
        assert ready("locks") == locks
    await comes_to("database", 1)


async def test_server_that_still_loads_its_model_is_not_ready():
    await readiness.ready_parts(State())
    assert ready("model") == 0
