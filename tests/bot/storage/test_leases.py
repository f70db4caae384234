"""Leases: work is done by one process for all, and none takes it from the holder, whatever the clocks say."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import pytest

from bot.storage import leases
from bot.storage.leases import Lease
from bot.storage.schema import now
from tests.support.waiting import all_has_begun

LEASE = timedelta(minutes=1)
MOMENT = timedelta(milliseconds=50)


@pytest.fixture
def process(open_stores):
    """The lease of the same work, as another process sees it each time."""
    return lambda: Lease(open_stores().database, "some work", LEASE)


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock of the next writer, so much ahead of a moment that stands still."""
    moment = now()
    return lambda ahead: monkeypatch.setattr(leases, "now", lambda: moment + ahead)


async def test_process_with_an_earlier_clock_reading_neither_takes_nor_repeats_work(process, clock):
    first, second = process(), process()
    clock(MOMENT)
    assert await first.take()
    clock(-MOMENT)  # it waited for its turn to write, or its clock is behind
    assert not await second.take()
    assert await first.hold()
    await first.finish()
    assert not await second.take(unless_within=timedelta(hours=1))


@pytest.mark.parametrize("finished", [False, True])
async def test_work_is_free_after_the_clock_was_set_back_by_more_than_a_lease(process, clock, finished):
    first, second = process(), process()
    clock(timedelta(hours=1))
    assert await first.take()
    if finished:
        await first.finish()
    clock(timedelta(0))
    assert await second.take(unless_within=timedelta(hours=1))


async def test_lease_begins_when_it_is_written(process, open_stores, clock, monkeypatch):
    database = open_stores().database
    first, second = Lease(database, "some work", LEASE), process()
    clock(timedelta(0))
    assert await first.take()
    write = database.write_sync

    def waits(statements):
        clock(LEASE / 2)
        return write(statements)

    monkeypatch.setattr(database, "write_sync", waits)
    assert await first.hold()
    clock(LEASE + MOMENT)
    assert not await second.take()


async def test_work_is_free_when_the_lease_of_a_silent_process_ends(process, clock):
    first, second = process(), process()
    clock(timedelta(0))
    assert await first.take()
    clock(LEASE)
    assert not await second.take()
    clock(LEASE + MOMENT)
    assert await second.take()
    assert not await first.hold()


@pytest.mark.parametrize("step", ["take", "hold"])
async def test_process_cancelled_while_taking_or_holding_can_still_leave_the_work(
    process, open_stores, monkeypatch, step
):
    database = open_stores().database
    first, second = Lease(database, "some work", LEASE), process()
    if step == "hold":
        assert await first.take()
    began, go_on, write = threading.Event(), threading.Event(), database.write_sync

    def write_when_told(statements):
        began.set()
        return go_on.wait(60) and write(statements)

    monkeypatch.setattr(database, "write_sync", write_when_told)
    stopped = asyncio.create_task(getattr(first, step)())
    await asyncio.to_thread(began.wait, 60)
    stopped.cancel()
    await all_has_begun()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await stopped
    assert not await second.take()
    await first.leave()
    assert await second.take()
