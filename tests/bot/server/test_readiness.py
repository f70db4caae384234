"""The figure of readiness is the process's own: it moves though nobody asks /ready."""

from __future__ import annotations

import asyncio

import pytest
from prometheus_client import REGISTRY
from starlette.datastructures import State

from bot.server import readiness


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


async def test_part_that_goes_away_and_comes_back_is_seen_by_nobodys_asking(looking, monkeypatch):
    await comes_to("database", 1)

    async def ill(*_):
        return False

    with monkeypatch.context() as away:
        away.setattr(type(looking.stores.database), "healthy", ill)
        await comes_to("database", 0)
        assert ready("locks") == 1
    await comes_to("database", 1)


async def test_part_that_cannot_be_looked_at_counts_as_away(looking, monkeypatch):
    await comes_to("locks", 1)

    async def fails(*_):
        raise OSError("nothing that a part should raise")

    with monkeypatch.context() as broken:
        broken.setattr(type(looking.locks), "healthy", fails)
        await comes_to("locks", 0)
    await comes_to("locks", 1)


async def test_server_that_still_loads_its_model_is_not_ready():
    await readiness.ready_parts(State())
    assert ready("model") == 0
