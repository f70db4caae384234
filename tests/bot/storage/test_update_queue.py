"""Updates of advisers are kept until they are answered: in order in each chat, by one process at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.storage.errors import ClaimLost
from bot.storage.schema import inbox, now
from bot.storage.stores import Stores
from bot.storage.update_queue import GAP_SECONDS, LEASE_SECONDS, POSTPONED_SECONDS, IncomingUpdate, UpdateQueue

ALICE, BASILE = "a" * 64, "b" * 64
WORD = "xylophonesque"


class Clock:
    """A clock that stands still unless it is set."""

    def __init__(self) -> None:
        self.at = now()

    def __call__(self):
        return self.at

    def passes(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def process(open_stores: Callable[..., Stores], clock: Clock) -> Callable[[], UpdateQueue]:
    """Makes the update queue as one more process sees it."""
    return lambda: UpdateQueue(open_stores().database, clock)


def update(number: int, queue: str = ALICE) -> IncomingUpdate:
    return IncomingUpdate(number, queue, f"{WORD} {number}".encode())


async def arrived(process, clock, *updates):
    """What came together, long enough ago that nothing is waited for that might precede it."""
    await process.put(updates)
    clock.passes(GAP_SECONDS)


async def claimed(process, most=10):
    return [update.update for update in await process.claim(most)]


def rows(stores):
    return stores.database.read_sync(
        lambda connection: connection.execute(select(inbox).order_by(inbox.c.id)).mappings().all()
    )


async def test_wait_for_a_predecessor_begins_when_the_update_is_written(open_stores, clock, monkeypatch):
    database = open_stores().database
    queue, write = UpdateQueue(database, clock), database.write_sync

    def waits(statements):
        clock.passes(GAP_SECONDS)
        return write(statements)

    with monkeypatch.context() as patched:
        patched.setattr(database, "write_sync", waits)
        await queue.put([update(2)])
    assert await claimed(queue) == []


async def test_another_process_goes_on_where_one_stopped_that_died_or_has_waited_as_long_as_may_be(process, clock):
    first, second = process(), process()
    await arrived(first, clock, update(1), update(2))
    await claimed(first)
    await first.postpone(1, 86400)
    clock.passes(POSTPONED_SECONDS)
    assert await claimed(first) == [1]
    await first.sent(1, [816])
    await first.sent(1, [816, 817])
    clock.passes(LEASE_SECONDS)
    assert await claimed(second) == []
    clock.passes(0.001)
    (again,) = await second.claim(10)
    assert (again.update, again.sent, again.attempts) == (1, (816, 817), 3)
    assert (again.queue, again.payload) == (ALICE, f"{WORD} 1".encode())


async def test_claims_unknown_to_their_process_are_freed_when_it_renews(process, clock):
    first, second = process(), process()
    await arrived(first, clock, update(1), update(2, "other"))
    await claimed(first)  # of which, the connection broken, it heard nothing of the second
    await first.renew([1])
    assert await claimed(second) == [2]
    await first.done(1)


async def test_late_process_does_no_harm_to_its_successor(process, clock):
    first, second = process(), process()
    await arrived(first, clock, update(1))
    await claimed(first)
    clock.passes(LEASE_SECONDS + 1)
    assert await claimed(second) == [1]
    for late in (first.done(1), first.sent(1, [999]), first.postpone(1, 0)):
        with pytest.raises(ClaimLost):
            await late
    await second.sent(1, [816])
    await second.done(1)


async def test_clock_set_back_neither_keeps_claims_of_the_dead_nor_claims_twice(process, clock):
    dead, first = process(), process()
    await arrived(dead, clock, update(1), update(2, BASILE), update(3, "c"), update(4, "d"))
    assert await claimed(dead, 1) == [1]
    assert await claimed(first, 2) == [2, 3]
    await first.postpone(3, 30)
    await arrived(first, clock, update(5, "f"))
    clock.passes(-3600)
    assert await claimed(first) == [1, 3, 4, 5], "2 is its own: it knows that it lives"
    await first.put([update(7, "e")])
    assert await claimed(first) == []
    clock.passes(-3600)
    assert await claimed(first) == [7]


async def test_a_host_whose_clock_is_behind_respects_leases_and_waits(process, open_stores, clock):
    behind = Clock()
    first, second = process(), UpdateQueue(open_stores().database, behind)
    await arrived(first, clock, update(1), update(2, BASILE))
    assert await claimed(first) == [1, 2]
    await first.postpone(2, POSTPONED_SECONDS)
    behind.at = clock.at - timedelta(seconds=LEASE_SECONDS / 2)
    assert await claimed(second) == []


async def test_a_process_that_starts_alone_takes_over_at_once(process, clock):
    dead = process()
    await arrived(dead, clock, update(1), update(2, BASILE))
    assert await claimed(dead, 1) == [1]
    alone = process()
    assert await alone.take_over() == 1
    assert await claimed(alone) == [1, 2]
    assert await alone.take_over() == 0


async def test_done_update_names_nobody_and_is_not_claimed_again(stores, settings, clock):
    first = UpdateQueue(stores.database, clock)
    await arrived(first, clock, update(1))
    await claimed(first)
    await first.sent(1, [816])
    assert rows(stores)[0]["queue"] == ALICE
    await first.done(1)
    (row,) = rows(stores)
    assert {name for name, value in row.items() if value} == {"id", "attempts", "received", "done"}
    assert await first.put([update(1)]) == 0
    assert await claimed(first) == []
    await stores.database.settle()
    files = b"".join(path.read_bytes() for path in settings.data.rglob("*") if path.is_file())
    assert WORD.encode() not in files
    assert ALICE.encode() not in files


async def test_the_database_itself_refuses_that_two_updates_of_a_chat_are_held(stores, clock):
    first = UpdateQueue(stores.database, clock)
    await arrived(first, clock, update(1), update(2))
    await claimed(first)
    with pytest.raises(IntegrityError):
        stores.database.write_sync(lambda connection: connection.execute(inbox.update().values(holder="x")))


async def test_processes_that_take_in_and_claim_at_once_handle_each_update_once_and_each_chat_in_order(open_stores):
    processes = [open_stores().update_queue for _ in range(3)]
    first, later = range(1, 21), range(21, 61)
    handled: list[int] = []
    held: set[str] = set()

    async def arrives(number):
        await asyncio.gather(*(queue.put([update(number, f"{number % 4}")]) for queue in processes))

    async def bring():
        for number in later:
            await arrives(number)

    async def work(queue):
        while len(handled) < len(first) + len(later):
            mine = await queue.claim(3)
            assert held.isdisjoint(claim.queue for claim in mine)
            held.update(claim.queue for claim in mine)
            for claim in mine:
                await asyncio.sleep(0)
                handled.append(claim.update)
                held.remove(claim.queue)
                await queue.done(claim.update)
            if not mine:
                await asyncio.sleep(0.02)

    await asyncio.gather(*(arrives(number) for number in reversed(first)))
    await asyncio.gather(bring(), *(work(queue) for queue in processes for _ in range(2)))
    assert sorted(handled) == [*first, *later]
    for chat in range(4):
        mine = [number for number in handled if number % 4 == chat]
        assert mine == sorted(mine)
