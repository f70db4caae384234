"""Turns of one conversation, across processes: in order, one at a time, whatever happens to Redis or to a process."""

from __future__ import annotations

import asyncio
import time

import pytest
import redis
from rasa.core.lock_store import LockError


class Turns:
    """Notes who held the conversation, and whether ever two did."""

    def __init__(self):
        self.order = []
        self.places = []
        self.holding = 0
        self.together = 0

    async def take(self, store, number, *, during=0.0, conversation="c"):
        async with store.lock(conversation) as turn:
            self.holding += 1
            self.together = max(self.together, self.holding)
            self.order.append(number)
            self.places.append(turn.place)
            await asyncio.sleep(during)
            self.holding -= 1


async def arrive(*turns, among=()):
    """Start them one after another, so that the order of arrival is known: each once Redis knows those before.

    `among` are the stores they come to, where Redis answers; within one store they keep their order anyhow.
    """
    tasks = []
    for turn in turns:
        tasks.append(asyncio.create_task(turn))
        await asyncio.sleep(0.01)
        while not all(one.place for store in among for one in store._turns.values()):
            await asyncio.sleep(0.001)
    return tasks


async def warm(*stores):
    """Have each connected, and the script in Redis: what a first turn waits for would mix up an order of arrival."""
    for number, store in enumerate(stores):
        async with store.lock(f"warm {number}"):
            pass


async def test_fifty_turns_over_two_processes_keep_the_order_they_came_in(stores):
    turns, both = Turns(), (stores(), stores())
    await warm(*both)
    tasks = await arrive(*(turns.take(both[number % 2], number, during=0.02) for number in range(50)), among=both)
    await asyncio.gather(*tasks)
    assert turns.order == list(range(50))
    assert turns.together == 1
    assert turns.places == sorted(set(turns.places)), "each token is greater than those before"


async def test_fifty_turns_that_come_at_once_to_one_process_keep_their_order(stores):
    turns, store = Turns(), stores()
    await asyncio.gather(*(turns.take(store, number) for number in range(50)))
    assert turns.order == list(range(50))
    assert turns.together == 1


async def test_whoever_waits_is_woken_at_once(stores):
    one, two = stores(renew_every=5.0), stores(renew_every=5.0)
    await warm(one, two)
    waits = []
    for _ in range(10):
        async with one.lock("c"):
            waiting = asyncio.create_task(_held_since(two))
            await asyncio.sleep(0.05)
            released = time.perf_counter()
        waits.append(await waiting - released)
    assert sorted(waits)[5] < 1, "and not by the renewal, every five seconds, that finds it free"


async def test_turn_after_turn_none_waits_for_a_renewal_or_a_lease(stores, redis_server):
    """Each comes while the one before lets go, or while leases are renewed: what was let go stays so."""
    turns, both = Turns(), [stores(renew_every=0.002, lease=60.0, patience=120.0) for _ in range(2)]
    before = time.perf_counter()
    for number in range(1000):
        await turns.take(both[number // 10 % 2], number, conversation=str(number // 40))
    assert time.perf_counter() - before < 50, "less than the one lease that nobody waits for"
    for store in both:
        await store.close()
    client = redis.Redis(port=redis_server.port)
    assert client.keys("*") == []
    client.close()


async def test_other_conversations_do_not_wait(stores):
    store = stores()
    async with store.lock("a"):
        await asyncio.wait_for(Turns().take(store, 1, conversation="b"), 1)


async def test_the_lock_of_a_dead_process_ends_with_its_lease(stores):
    dead, alive = stores(lease=4.0), stores(lease=4.0)
    holding, waiting = await arrive(*(Turns().take(dead, number, during=60) for number in range(2)), among=[dead])
    _die(dead, holding, waiting)
    before = time.perf_counter()
    turns = Turns()
    await turns.take(alive, 1)
    took = time.perf_counter() - before
    assert 1 < took < 8, f"after the lease of four seconds, not {took:.1f} s"


async def test_a_turn_longer_than_the_lease_keeps_its_conversation(stores):
    turns, one, two = Turns(), stores(lease=3.0), stores(lease=3.0)
    await warm(one, two)
    tasks = await arrive(turns.take(one, 1, during=6.0), turns.take(two, 2), among=(one, two))
    await asyncio.gather(*tasks)
    assert turns.order == [1, 2]
    assert turns.together == 1


async def test_a_turn_given_up_gives_its_place_to_the_next(stores):
    one, two, turns = stores(), stores(), Turns()
    await warm(one, two)
    tasks = await arrive(turns.take(one, 1, during=0.5), turns.take(two, 2), turns.take(one, 3), among=(one, two))
    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert turns.order == [1, 3]
    assert turns.together == 1


async def test_a_turn_that_waits_too_long_fails(stores):
    holder, impatient = stores(), stores(patience=0.3)
    async with holder.lock("c"):
        with pytest.raises(LockError):
            await Turns().take(impatient, 1)


async def test_turns_go_on_in_order_after_redis_was_restarted(stores, redis_server):
    turns, both = Turns(), (stores(), stores())
    tasks = await arrive(
        turns.take(both[0], 0, during=1.0), *(turns.take(both[0], number, during=0.02) for number in range(1, 10))
    )
    await asyncio.to_thread(redis_server.restart, away=0.3)
    tasks += await arrive(*(turns.take(both[0], number, during=0.02) for number in range(10, 20)))
    await asyncio.wait_for(asyncio.gather(*tasks), 10)
    assert turns.order == list(range(20))
    assert turns.together == 1


async def test_whoever_waits_in_another_process_is_not_forgotten_by_a_restart(stores, redis_server):
    turns, one, two = Turns(), stores(), stores()
    await warm(one, two)
    takes = turns.take(one, 1, during=1.0), turns.take(two, 2), turns.take(two, 3), turns.take(one, 4)
    tasks = await arrive(*takes, among=(one, two))
    await asyncio.to_thread(redis_server.restart)
    await asyncio.wait_for(asyncio.gather(*tasks), 10)
    # Two may hold for a moment; the version in the database decides then. Each process keeps its own order.
    assert sorted(turns.order) == [1, 2, 3, 4]
    assert turns.order.index(2) < turns.order.index(3)


async def test_a_turn_under_way_ends_while_redis_is_away_and_new_ones_wait_for_it(stores, redis_server):
    turns, store = Turns(), stores()
    async with store.lock("c"):
        redis_server.stop()
    assert not await store.healthy()
    (waiting,) = await arrive(turns.take(store, 1, conversation="d"))
    await asyncio.sleep(0.5)
    assert turns.order == []
    redis_server.start()
    await asyncio.wait_for(waiting, 5)
    assert await store.healthy()


async def test_a_redis_that_does_not_answer_is_unhealthy_and_recovers(stores, redis_server):
    turns, store = Turns(), stores(lease=1.0)  # what it could not tell Redis ends with it
    await turns.take(store, 0)
    redis_server.freeze()
    assert not await store.healthy()
    (waiting,) = await arrive(turns.take(store, 1))
    redis_server.thaw()
    await asyncio.wait_for(waiting, 10)
    assert await store.healthy()


async def test_a_clock_set_back_does_not_prolong_the_lease_of_the_dead(stores, redis_server):
    dead, alive = stores(lease=1.0), stores(lease=1.0)
    (holding,) = await arrive(Turns().take(dead, 0, during=60), among=[dead])
    _die(dead, holding)
    client = redis.Redis(port=redis_server.port, decode_responses=True)
    (key,) = client.keys("*:leases")
    for ticket, deadline in client.hgetall(key).items():
        if ticket != "holder":
            client.hset(key, ticket, int(deadline) + 3_600_000)
    client.close()
    await asyncio.wait_for(Turns().take(alive, 1), 3)


async def test_nothing_is_left_in_redis_and_no_identifier_ever_stands_there(stores, redis_server):
    store = stores()
    client = redis.Redis(port=redis_server.port, decode_responses=True)
    async with store.lock("telegram:4711"):
        held = " ".join(client.keys("*"))
        assert held
        assert "4711" not in held
    await store.close()
    assert client.keys("*") == []
    client.close()


async def _held_since(store):
    async with store.lock("c"):
        return time.perf_counter()


def _die(store, *turns):
    """As kill -9 would: nothing is renewed or told any more."""
    store._tell_leaving = lambda _turn: asyncio.sleep(0)
    for task in (*store._tasks, *turns):
        task.cancel()
