"""The Redis lock store: turns of a conversation hold it in order, one at a time, also when Redis or a process fails."""

from __future__ import annotations

import asyncio
import time

import pytest
import pytest_asyncio
import redis
from rasa.core.lock_store import LockError

from bot.assistant.locks import RedisLockStore


@pytest_asyncio.fixture
async def stores(redis_server):
    """Make lock stores that renew often; to Redis each is another process.

    Leases are long: all run in one loop, and where it stalls no ticket must lapse.
    """
    made = []

    def make(**options):
        store = RedisLockStore(url=redis_server.url, **{"lease": 10.0, "renew_every": 0.3, "patience": 15.0, **options})
        made.append(store)
        return store

    yield make
    for store in made:
        await store.close()


class Turns:
    """The turns that held a conversation, in order, and the largest number that held it at the same time."""

    def __init__(self):
        self.order = []
        self.places = []
        self.holding = 0
        self.most_at_once = 0

    async def take(self, store, number, *, during=0.0, conversation="c"):
        async with store.lock(conversation) as ticket:
            self.holding += 1
            self.most_at_once = max(self.most_at_once, self.holding)
            self.order.append(number)
            self.places.append(ticket.place)
            await asyncio.sleep(during)
            self.holding -= 1


async def arrive(*turns, among=()):
    """Start turns one after another, in a known order of arrival: each when Redis has a ticket of those before.

    `among`: the stores of the turns, if Redis answers; within one store turns keep their order without it.
    """
    tasks = []
    for turn in turns:
        tasks.append(asyncio.create_task(turn))
        await asyncio.sleep(0.01)
        while not all(ticket.place for store in among for ticket in store._tickets.values()):
            await asyncio.sleep(0.001)
    return tasks


async def warm(*stores):
    """Connect each store and load the script into Redis: waiting for them could mix up the order of first turns."""
    for number, store in enumerate(stores):
        async with store.lock(f"warm {number}"):
            pass


async def test_fifty_turns_over_two_processes_keep_their_order(stores):
    turns, both = Turns(), (stores(), stores())
    await warm(*both)
    tasks = await arrive(*(turns.take(both[number % 2], number, during=0.02) for number in range(50)), among=both)
    await asyncio.gather(*tasks)
    assert turns.order == list(range(50))
    assert turns.most_at_once == 1
    assert turns.places == sorted(set(turns.places)), "each token is greater than those before"


async def test_successive_turns_wait_for_no_renewal_and_no_lease(stores, redis_server):
    """Each turn comes while the turn before is being released, or while leases are renewed."""
    turns, both = Turns(), [stores(renew_every=0.002, lease=60.0, patience=120.0) for _ in range(2)]
    before = time.perf_counter()
    for number in range(1000):
        await turns.take(both[number // 10 % 2], number, conversation=str(number // 40))
    assert time.perf_counter() - before < 50, "less than a lease, which no turn has to wait for"
    for store in both:
        await store.close()
    client = redis.Redis(port=redis_server.port)
    assert client.keys("*") == []
    client.close()


async def test_turn_longer_than_the_lease_keeps_its_conversation(stores):
    turns, first, second = Turns(), stores(lease=3.0), stores(lease=3.0)
    await warm(first, second)
    tasks = await arrive(turns.take(first, 1, during=6.0), turns.take(second, 2), among=(first, second))
    await asyncio.gather(*tasks)
    assert turns.order == [1, 2]
    assert turns.most_at_once == 1


async def test_cancelled_turn_gives_its_place_to_the_next(stores):
    first, second, turns = stores(), stores(), Turns()
    await warm(first, second)
    tasks = await arrive(
        turns.take(first, 1, during=0.5), turns.take(second, 2), turns.take(first, 3), among=(first, second)
    )
    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert turns.order == [1, 3]
    assert turns.most_at_once == 1


async def test_turn_that_waits_too_long_fails_and_other_conversations_do_not_wait(stores):
    holder, impatient = stores(), stores(patience=0.3)
    async with holder.lock("c"):
        for store in (holder, impatient):
            await asyncio.wait_for(Turns().take(store, 1, conversation="b"), 1)
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
    assert turns.most_at_once == 1


async def test_clock_set_back_does_not_prolong_the_lease_of_the_dead(stores, redis_server):
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


async def test_redis_holds_no_identifier_and_is_empty_after_closing(stores, redis_server):
    store = stores()
    client = redis.Redis(port=redis_server.port, decode_responses=True)
    async with store.lock("telegram:4711"):
        held = " ".join(client.keys("*"))
        assert held
        assert "4711" not in held
    await store.close()
    assert client.keys("*") == []
    client.close()


def _die(store, *turns):
    """End a store's process as kill -9 does: its leases are neither renewed nor released."""
    store._release = lambda _ticket: asyncio.sleep(0)
    for task in (*store._tasks, *turns):
        task.cancel()
