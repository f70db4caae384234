"""Work that one process does for all, in a process that is stopped in the middle of saying so."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import pytest

from bot.storage.tasks import Task


@pytest.fixture
def work(open_stores):
    """The same work, in another process each time."""
    return lambda: Task(open_stores().database, "some work", timedelta(minutes=1))


@pytest.mark.parametrize("step", ["take", "hold"])
async def test_who_is_stopped_while_taking_or_holding_the_work_leaves_it_to_the_next(work, monkeypatch, step):
    one, other = work(), work()
    if step == "hold":
        assert await one.take()
    go_on, write = threading.Event(), one._database.now_write
    monkeypatch.setattr(one._database, "now_write", lambda statements: go_on.wait(10) and write(statements))
    stopped = asyncio.create_task(getattr(one, step)())
    await asyncio.sleep(0.05)
    stopped.cancel()
    await asyncio.sleep(0.05)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await stopped
    assert not await other.take()
    await one.leave()
    assert await other.take()
