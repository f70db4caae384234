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
from bot.storage.update_queue import GAP_SECONDS, LEASE_SECONDS, POSTPONED_SECONDS, Inbox, Incoming

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
def process(open_stores: Callable[..., Stores], clock: Clock) -> Callable[[], Inbox]:
    """Makes the inbox as one process more sees it."""
    return lambda: Inbox(open_stores().database, clock)


def update(number: int, queue: str = ALICE) -> Incoming:
    return Incoming(number, queue, f"{WORD} {number}".encode())


async def arrived(process, clock, *updates):
    """What came together, long enough ago that nothing is waited for that might precede it."""
    await process.put(updates)
    clock.passes(GAP_SECONDS)


async def claimed(process, most=10):
    return [one.update for one in await process.claim(most)]


def rows(stores):
    return stores.database.now_read(lambda one: one.execute(select(inbox).order_by(inbox.c.id)).mappings().all())


async def test_an_update_sent_again_is_taken_in_once_by_whichever_process(process):
    one, other = process(), process()
    assert await one.put([update(1), update(2)]) == 2
    assert await other.put([update(2), update(3), update(3)]) == 1
    assert await other.put([]) == 0
    assert await one.waiting() == 3


async def test_an_update_is_claimed_with_what_it_says_by_one_process_only(process, clock):
    one, other = process(), process()
    await arrived(one, clock, update(1))
    (mine,) = await one.claim(10)
    assert (mine.update, mine.queue, mine.payload) == (1, ALICE, f"{WORD} 1".encode())
    assert (mine.sent, mine.attempts) == ((), 1)
    assert await claimed(other) == await claimed(one) == []


async def test_the_updates_of_a_chat_are_handled_one_by_one_in_their_order(process, clock):
    one, other = process(), process()
    await arrived(one, clock, update(3), update(1), update(2))
    for number in (1, 2, 3):
        assert await claimed(one) == [number]
        assert await claimed(other) == []
        await one.done(number)
    assert await one.waiting() == 0


async def test_a_slow_chat_holds_up_no_other(process, clock):
    one = process()
    await arrived(one, clock, update(1), update(2), update(3, BASILE), update(4, BASILE))
    assert await claimed(one) == [1, 3]
    await one.done(3)
    assert await claimed(one) == [4]


async def test_no_more_is_claimed_than_asked_for_and_the_oldest_first(process, clock):
    one = process()
    await arrived(one, clock, *(update(number, f"{number}") for number in (5, 4, 3, 2, 1)))
    assert await claimed(one, 2) == [1, 2]
    assert await claimed(one, 0) == await claimed(one, -1) == []
    assert await claimed(one, 2) == [3, 4]


async def test_an_update_that_comes_late_waits_for_the_later_one_that_is_claimed_and_then_goes_first(process, clock):
    one, other = process(), process()
    await arrived(one, clock, update(2), update(3))
    assert await claimed(one) == [2]
    await arrived(other, clock, update(1))
    assert await claimed(other) == []
    await one.done(2)
    assert await claimed(other) == [1]
    await other.done(1)
    assert await claimed(one) == [3]


async def test_an_update_waits_a_moment_for_the_one_that_precedes_it(process, clock):
    one = process()
    await one.put([update(2)])
    assert await claimed(one) == []
    clock.passes(GAP_SECONDS)
    assert await claimed(one) == [2]


async def test_an_update_that_waited_to_be_written_waits_no_less_for_the_one_that_precedes_it(
    process, clock, monkeypatch
):
    one = process()
    write = one._database.now_write

    def waits(statements):
        clock.passes(GAP_SECONDS)
        return write(statements)

    with monkeypatch.context() as patched:
        patched.setattr(one._database, "now_write", waits)
        await one.put([update(2)])
    assert await claimed(one) == []


async def test_when_the_one_that_lacked_comes_those_that_follow_it_wait_no_more(process, clock):
    one, other = process(), process()
    await arrived(one, clock, update(1))
    await one.put([update(4)])
    await other.put([update(3, BASILE)])
    assert await claimed(one) == [1]
    await one.done(1)
    assert await claimed(one) == [], "3 and 4 wait for 2, which may be of either chat"
    await other.put([update(2)])
    assert await claimed(one) == [2, 3], "4 is of the chat of 2"


async def test_a_chat_that_is_told_to_wait_keeps_its_order_and_others_go_on(process, clock):
    one, other = process(), process()
    await arrived(one, clock, update(1), update(2), update(3, BASILE))
    assert await claimed(one, 1) == [1]
    await one.sent(1, [816])
    await one.postpone(1, 30)
    assert await claimed(other) == [3]
    clock.passes(30)
    (again,) = await other.claim(10)
    assert (again.update, again.sent, again.attempts) == (1, (816,), 2)


async def test_no_wait_is_longer_than_the_longest(process, clock):
    one = process()
    await arrived(one, clock, update(1))
    await claimed(one)
    await one.postpone(1, 86400)
    clock.passes(POSTPONED_SECONDS)
    assert await claimed(one) == [1]


async def test_another_process_goes_on_where_one_died(process, clock):
    one, other = process(), process()
    await arrived(one, clock, update(1), update(2))
    await claimed(one)
    await one.sent(1, [816])
    await one.sent(1, [816, 817])
    clock.passes(LEASE_SECONDS)
    assert await claimed(other) == []
    clock.passes(0.001)
    (again,) = await other.claim(10)
    assert (again.update, again.sent, again.attempts) == (1, (816, 817), 2)


async def test_a_process_that_renews_keeps_what_it_holds(process, clock):
    one, other = process(), process()
    await arrived(one, clock, update(1))
    await claimed(one)
    for _ in range(4):
        clock.passes(LEASE_SECONDS / 2)
        await one.renew([1])
        assert await claimed(other) == []
    await one.done(1)


async def test_what_a_process_holds_without_knowing_it_is_free_when_it_renews(process, clock):
    one, other = process(), process()
    await arrived(one, clock, update(1), update(2, "other"))
    await claimed(one)  # of which, the connection broken, it heard nothing of the second
    await one.renew([1])
    assert await claimed(other) == [2]
    await one.done(1)


async def test_a_process_that_comes_late_does_no_harm_to_the_one_that_took_over(process, clock):
    one, other = process(), process()
    await arrived(one, clock, update(1))
    await claimed(one)
    clock.passes(LEASE_SECONDS + 1)
    assert await claimed(other) == [1]
    await one.renew([1])
    for late in (one.done(1), one.sent(1, [999]), one.postpone(1, 0)):
        with pytest.raises(ClaimLost):
            await late
    assert await one.release_all() == 0
    assert await claimed(one) == []
    await other.sent(1, [816])
    await other.done(1)


async def test_renewing_does_not_bring_back_what_another_chat_s_turn_has_voided(process, clock):
    one, other = process(), process()
    await arrived(one, clock, update(2))
    await claimed(one)
    await arrived(one, clock, update(1))
    clock.passes(LEASE_SECONDS + 1)
    assert await claimed(other) == [1]
    await one.renew([2])
    with pytest.raises(ClaimLost):
        await one.done(2)


async def test_what_nobody_took_meanwhile_a_late_process_still_ends(process, clock):
    one = process()
    await arrived(one, clock, update(1))
    await claimed(one)
    clock.passes(LEASE_SECONDS + 1)
    await one.done(1)
    with pytest.raises(ClaimLost):
        await one.done(1)
    with pytest.raises(ClaimLost):
        await one.done(2)


async def test_a_clock_set_back_neither_keeps_what_the_dead_held_nor_gives_anything_out_twice(process, clock):
    dead, one = process(), process()
    await arrived(dead, clock, update(1), update(2, BASILE), update(3, "c"), update(4, "d"))
    assert await claimed(dead, 1) == [1]
    assert await claimed(one, 2) == [2, 3]
    await one.postpone(3, 30)
    await arrived(one, clock, update(5, "f"))
    clock.passes(-3600)
    assert await claimed(one) == [1, 3, 4, 5], "2 is its own: it knows that it lives"
    await one.put([update(7, "e")])
    assert await claimed(one) == []
    clock.passes(-3600)
    assert await claimed(one) == [7]


async def test_a_clock_set_back_by_little_holds_up_nothing_that_was_not_told_to_wait(process, clock):
    one = process()
    await arrived(one, clock, update(1), update(2, BASILE))
    assert await claimed(one, 1) == [1]
    clock.passes(-20)
    await one.release_all()
    assert await claimed(one) == [1, 2]


async def test_a_host_whose_clock_is_behind_respects_leases_and_waits(process, open_stores, clock):
    behind = Clock()
    one, other = process(), Inbox(open_stores().database, behind)
    await arrived(one, clock, update(1), update(2, BASILE))
    assert await claimed(one) == [1, 2]
    await one.postpone(2, POSTPONED_SECONDS)
    behind.at = clock.at - timedelta(seconds=LEASE_SECONDS / 2)
    assert await claimed(other) == []


async def test_a_process_that_stops_gives_back_what_it_holds(process, clock):
    one, other = process(), process()
    await arrived(one, clock, update(1), update(2, BASILE), update(3, "c"))
    assert await claimed(one, 2) == [1, 2]
    assert await claimed(other) == [3]
    assert await one.release_all() == 2
    assert await claimed(other) == [1, 2]


async def test_a_process_that_starts_alone_takes_over_at_once(process, clock):
    dead = process()
    await arrived(dead, clock, update(1), update(2, BASILE))
    assert await claimed(dead, 1) == [1]
    alone = process()
    assert await alone.take_over() == 1
    assert await claimed(alone) == [1, 2]
    assert await alone.take_over() == 0


async def test_what_is_done_names_nobody_and_is_not_done_again(stores, settings, clock):
    one = Inbox(stores.database, clock)
    await arrived(one, clock, update(1))
    await claimed(one)
    await one.sent(1, [816])
    assert rows(stores)[0]["queue"] == ALICE
    await one.done(1)
    (row,) = rows(stores)
    assert {name for name, value in row.items() if value} == {"id", "attempts", "received", "done"}
    assert await one.put([update(1)]) == 0
    assert await claimed(one) == []
    await stores.database.settle()
    files = b"".join(path.read_bytes() for path in settings.data.rglob("*") if path.is_file())
    assert WORD.encode() not in files
    assert ALICE.encode() not in files


async def test_the_database_itself_refuses_that_two_updates_of_a_chat_are_held(stores, clock):
    one = Inbox(stores.database, clock)
    await arrived(one, clock, update(1), update(2))
    await claimed(one)
    with pytest.raises(IntegrityError):
        stores.database.now_write(lambda connection: connection.execute(inbox.update().values(holder="x")))


async def test_processes_that_take_in_and_claim_at_once_handle_each_update_once_and_each_chat_in_order(open_stores):
    processes = [open_stores().inbox for _ in range(3)]
    first, later = range(1, 21), range(21, 61)
    handled: list[int] = []
    held: set[str] = set()

    async def arrives(number):
        await asyncio.gather(*(one.put([update(number, f"{number % 4}")]) for one in processes))

    async def bring():
        for number in later:
            await arrives(number)

    async def work(one):
        while len(handled) < len(first) + len(later):
            mine = await one.claim(3)
            assert held.isdisjoint(claim.queue for claim in mine)
            held.update(claim.queue for claim in mine)
            for claim in mine:
                await asyncio.sleep(0)
                handled.append(claim.update)
                held.remove(claim.queue)
                await one.done(claim.update)
            if not mine:
                await asyncio.sleep(0.02)

    await asyncio.gather(*(arrives(number) for number in reversed(first)))
    await asyncio.gather(bring(), *(work(one) for one in processes for _ in range(2)))
    assert sorted(handled) == [*first, *later]
    for chat in range(4):
        mine = [number for number in handled if number % 4 == chat]
        assert mine == sorted(mine)
