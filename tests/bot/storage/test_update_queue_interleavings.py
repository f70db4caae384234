"""Two processes on one update queue, in any order of arrivals, claims, delays and deaths: nothing lost or doubled."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from bot.storage.database import Database
from bot.storage.errors import ClaimLost
from bot.storage.schema import inbox
from bot.storage.update_queue import GAP_SECONDS, LEASE_SECONDS, IncomingUpdate, UpdateQueue
from tests.bot.storage.test_update_queue import Clock

UPDATES = 9
LEASE = timedelta(seconds=LEASE_SECONDS)
QUEUES = st.lists(st.sampled_from("abc"), min_size=UPDATES + 1, max_size=UPDATES + 1)
"""Of each update, by its number, from 1."""

_PROCESS = st.integers(0, 1)
_NEW = st.lists(st.integers(1, UPDATES), min_size=1, max_size=4)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), _PROCESS, _NEW),
        st.tuples(st.just("claim"), _PROCESS, st.integers(1, 3)),
        st.tuples(st.just("done"), st.just(0), st.integers(0, 9)),
        st.tuples(st.just("postpone"), st.sampled_from([0, 1, 60]), st.integers(0, 9)),
        st.tuples(st.just("renew"), _PROCESS, st.none()),
        st.tuples(st.just("release"), _PROCESS, st.none()),
        st.tuples(st.just("die"), _PROCESS, st.none()),
        st.tuples(st.just("passes"), st.just(0), st.sampled_from([0.01, GAP_SECONDS, 2.0, LEASE_SECONDS + 1])),
    ),
    min_size=20,
    max_size=50,
)

CHECKED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@dataclass
class Known:
    """What an onlooker knows of an update who notes who does what, and when."""

    received: datetime
    done: int = 0
    due: datetime | None = None
    holder: UpdateQueue | None = None
    until: datetime | None = None


class Story:
    """Runs the steps on two processes, and holds each claim against what the onlooker expects."""

    def __init__(self, databases: list[Database], queues: list[str]) -> None:
        self.databases = databases
        self.queues = queues
        self.clock = Clock()
        self.processes = [UpdateQueue(database, self.clock) for database in databases]
        self.known: dict[int, Known] = {}
        self.claims: list[tuple[UpdateQueue, int]] = []
        """Who claimed what and has not ended it, the dead too."""

    async def put(self, which: int, numbers: list[int]) -> None:
        new = set(numbers) - set(self.known)
        updates = [IncomingUpdate(number, self.queues[number], b"{}") for number in numbers]
        assert await self.processes[which].put(updates) == len(new)
        self.known |= {number: Known(self.clock.at) for number in new}

    async def claim(self, which: int, most: int) -> None:
        process = self.processes[which]
        for update in self.known.values():
            if update.holder not in (None, process) and update.until < self.clock.at:
                update.holder = None
        expected = self.expected()[:most]
        assert [update.update for update in await process.claim(most)] == expected
        for number in expected:
            self.known[number].holder, self.known[number].until = process, self.clock.at + LEASE
            self.claims.append((process, number))

    async def done(self, _: int, which: int) -> None:
        if number := await self.end(which, lambda process, number: process.done(number)):
            self.known[number].done += 1

    async def postpone(self, seconds: int, which: int) -> None:
        if number := await self.end(which, lambda process, number: process.postpone(number, seconds)):
            self.known[number].due = self.clock.at + timedelta(seconds=seconds)

    async def renew(self, which: int, _: None) -> None:
        await self.processes[which].renew(number for process, number in self.claims if process is self.processes[which])
        for update in self.known.values():
            if update.holder is self.processes[which]:
                update.until = self.clock.at + LEASE

    async def release(self, which: int, _: None) -> None:
        held = [update for update in self.known.values() if update.holder is self.processes[which]]
        assert await self.processes[which].release_all() == len(held)
        for update in held:
            update.holder = None

    async def die(self, which: int, _: None) -> None:
        self.processes[which] = UpdateQueue(self.databases[which], self.clock)

    async def passes(self, _: int, seconds: float) -> None:
        self.clock.passes(seconds)

    async def end(self, which: int, ending: Callable[[UpdateQueue, int], Awaitable[None]]) -> int | None:
        """End one of the claims: its number, or None where the claim is lost, as it must be then and only then."""
        if not self.claims:
            return None
        process, number = self.claims.pop(which % len(self.claims))
        if self.known[number].holder is not process:
            with pytest.raises(ClaimLost):
                await ending(process, number)
            return None
        await ending(process, number)
        self.known[number].holder = None
        return number

    def expected(self) -> list[int]:
        """What may be claimed now: the first of each queue of which none is held, where it has nothing to wait for."""
        queues: dict[str, list[int]] = {}
        for number in sorted(self.known):
            if not self.known[number].done:
                queues.setdefault(self.queues[number], []).append(number)
        free = [all_[0] for all_ in queues.values() if not any(self.known[number].holder for number in all_)]
        return sorted(number for number in free if self.is_due(number) and not self.is_behind_a_gap(number))

    def is_due(self, number: int) -> bool:
        due = self.known[number].due
        return due is None or due <= self.clock.at

    def is_behind_a_gap(self, number: int) -> bool:
        while number in self.known:
            if self.known[number].received <= self.clock.at - timedelta(seconds=GAP_SECONDS):
                return False
            number -= 1
        return True

    def check(self) -> None:
        """Never are two of one queue held, and only what is done has lost its words."""
        rows = self.databases[0].read_sync(lambda connection: connection.execute(select(inbox)).mappings().all())
        assert {row["id"]: bool(row["done"]) for row in rows} == {
            n: bool(update.done) for n, update in self.known.items()
        }
        held = [row["queue"] for row in rows if row["holder"]]
        assert len(held) == len(set(held))
        assert all((row["payload"] is None) == bool(row["done"]) for row in rows)

    async def finish(self) -> None:
        """Live on: whatever happened, nothing is stuck, and nothing is done twice."""
        self.clock.passes(LEASE_SECONDS + 60)
        for which in (0, 1):
            await self.release(which, None)
        for _ in self.known:
            await self.claim(0, UPDATES)
            while self.claims:
                await self.done(0, 0)
        assert [update.done for update in self.known.values()] == [1] * len(self.known)
        assert await self.processes[1].pending() == 0


@pytest.fixture
def databases(open_stores):
    return [open_stores().database for _ in range(2)]


@CHECKED
@given(queues=QUEUES, steps=STEPS)
async def test_each_update_is_done_once_and_each_queue_keeps_its_order(databases, queues, steps):
    databases[0].write_sync(lambda connection: connection.execute(delete(inbox)))
    story = Story(databases, queues)
    for name, which, what in steps:
        await getattr(story, name)(which, what)
        story.check()
    await story.finish()
