"""Work that one process does for all: none takes it from one that is at it, whatever the clocks say."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import pytest

from bot.storage import leases
from bot.storage.leases import Task
from bot.storage.schema import now

LEASE = timedelta(minutes=1)
MOMENT = timedelta(milliseconds=50)


@pytest.fixture
def work(open_stores):
    """The same work, in another process each time."""
    return lambda: Task(open_stores().database, "some work", LEASE)


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock of whoever writes next, so much ahead of a moment that stands still."""
    moment = now()
    return lambda ahead: monkeypatch.setattr(leases, "now", lambda: moment + ahead)


async def test_who_looked_at_the_clock_before_another_took_the_work_does_not_take_it_too(work, clock):
    one, other = work(), work()
    clock(MOMENT)
    assert await one.take()
    clock(-MOMENT)  # it waited for its turn to write, or its clock is behind
    assert not await other.take()
    assert await one.hold()


async def test_who_looked_at_the_clock_before_another_finished_the_work_does_not_do_it_again(work, clock):
    one, other = work(), work()
    clock(MOMENT)
    assert await one.take()
    await one.finish()
    clock(-MOMENT)
    assert not await other.take(unless_within=timedelta(hours=1))


@pytest.mark.parametrize("finished", [False, True])
async def test_after_the_clock_was_set_back_for_long_the_work_is_free(work, clock, finished):
    one, other = work(), work()
    clock(timedelta(hours=1))
    assert await one.take()
    if finished:
        await one.finish()
    clock(timedelta(0))
    assert await other.take(unless_within=timedelta(hours=1))


async def test_a_lease_begins_when_it_is_written_however_long_that_waited(work, clock, monkeypatch):
    one, other = work(), work()
    clock(timedelta(0))
    assert await one.take()
    write = one._database.now_write

    def waits(statements):
        clock(LEASE / 2)
        return write(statements)

    monkeypatch.setattr(one._database, "now_write", waits)
    assert await one.hold()
    clock(LEASE + MOMENT)
    assert not await other.take()


async def test_the_work_of_a_process_that_says_nothing_is_free_when_its_lease_ends(work, clock):
    one, other = work(), work()
    clock(timedelta(0))
    assert await one.take()
    clock(LEASE)
    assert not await other.take()
    clock(LEASE + MOMENT)
    assert await other.take()
    assert not await one.hold()


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
