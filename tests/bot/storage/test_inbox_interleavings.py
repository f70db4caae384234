"""Two processes on one inbox, in any order of arrivals, claims, ends, delays and deaths: nothing is lost or doubled."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from bot.storage.errors import ClaimLost
from bot.storage.inbox import GAP_SECONDS, LEASE_SECONDS, Inbox, Incoming
from bot.storage.schema import inbox
from tests.bot.storage.test_inbox import Clock

UPDATES = 10
QUEUES = st.lists(st.sampled_from("abc"), min_size=UPDATES, max_size=UPDATES)

_PROCESS = st.integers(0, 1)
_UPDATE = st.integers(0, UPDATES - 1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), _PROCESS, st.lists(_UPDATE, min_size=1, max_size=3)),
        st.tuples(st.just("claim"), _PROCESS, st.integers(1, 3)),
        st.tuples(st.just("done"), _PROCESS, _UPDATE),
        st.tuples(st.just("postpone"), _PROCESS, st.tuples(_UPDATE, st.sampled_from([0.0, 1.0, 60.0]))),
        st.tuples(st.just("renew"), _PROCESS, st.none()),
        st.tuples(st.just("release"), _PROCESS, st.none()),
        st.tuples(st.just("die"), _PROCESS, st.none()),
        st.tuples(st.just("pass"), _PROCESS, st.sampled_from([0.01, GAP_SECONDS, 2.0, LEASE_SECONDS + 1])),
    ),
    min_size=5,
    max_size=40,
)

CHECKED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@dataclass
class Seen:
    """What an onlooker knows who notes who does what."""

    queues: list[str]
    put: set[int] = field(default_factory=set)
    done: Counter[int] = field(default_factory=Counter)
    holders: dict[int, object] = field(default_factory=dict)
    """Who claimed an update last, and has not given it back."""

    def undone(self, queue: str) -> set[int]:
        return {number for number in self.put - set(self.done) if self.queues[number] == queue}


class Story:
    """Runs the steps on two processes, and checks each claim against what an onlooker knows."""

    def __init__(self, databases, queues: list[str]) -> None:
        self.databases = databases
        self.clock = Clock()
        self.processes = [Inbox(one, self.clock) for one in databases]
        self.seen = Seen(queues)

    async def step(self, name: str, which: int, what) -> None:
        process = self.processes[which]
        if name == "put":
            new = set(what) - self.seen.put
            assert await process.put([Incoming(one, self.seen.queues[one], b"{}") for one in what]) == len(new)
            self.seen.put |= new
        elif name == "claim":
            await self.claim(process, what)
        elif name == "done":
            await self.end(process, what, process.done(what), done=True)
        elif name == "postpone":
            await self.end(process, what[0], process.postpone(*what), done=False)
        elif name == "renew":
            await process.renew()
        elif name == "release":
            await process.release_all()
            self.seen.holders = {number: one for number, one in self.seen.holders.items() if one is not process}
        elif name == "die":
            self.processes[which] = Inbox(self.databases[which], self.clock)
        else:
            self.clock.passes(what)
        self.check()

    async def claim(self, process: Inbox, most: int) -> None:
        claimed = await process.claim(most)
        assert len(claimed) <= most
        assert [one.update for one in claimed] == sorted(one.update for one in claimed)
        for one in claimed:
            assert one.queue == self.seen.queues[one.update]
            assert one.update == min(self.seen.undone(one.queue)), "the first of its queue among those present"
            self.seen.holders[one.update] = process

    async def end(self, process: Inbox, number: int, ending, *, done: bool) -> None:
        """Whoever claimed an update last may end it; for all others the claim is lost, and nothing happens."""
        if self.seen.holders.get(number) is not process:
            with pytest.raises(ClaimLost):
                await ending
            return
        try:
            await ending
        except ClaimLost:  # its lease had ended, and a claim of the other one voided it
            assert self.rows()[number]["holder"] is None
            done = False
        del self.seen.holders[number]
        self.seen.done.update([number] if done else [])

    def check(self) -> None:
        rows = self.rows()
        assert set(rows) == self.seen.put
        assert {number for number, row in rows.items() if row["done"]} == set(self.seen.done)
        held = [row["queue"] for row in rows.values() if row["holder"]]
        assert len(held) == len(set(held)), "never two of one queue"
        assert all((row["payload"] is None) == bool(row["done"]) for row in rows.values())

    async def finish(self) -> None:
        """Live on until all is done: whatever happened, nothing is stuck."""
        for process in self.processes:
            await process.release_all()
        self.clock.passes(LEASE_SECONDS + 120)
        for _ in range(UPDATES):
            for process in self.processes:
                for one in await process.claim(UPDATES):
                    await process.done(one.update)
                    self.seen.done[one.update] += 1
        assert self.seen.done == Counter(self.seen.put), "each once"
        assert await self.processes[0].waiting() == 0

    def rows(self):
        found = self.databases[0].now_read(lambda one: one.execute(select(inbox)).mappings().all())
        return {row["id"]: row for row in found}


@pytest.fixture
def databases(open_stores):
    return [open_stores().database for _ in range(2)]


@CHECKED
@given(queues=QUEUES, steps=STEPS)
async def test_whatever_happens_each_update_is_done_once_and_each_queue_keeps_its_order(databases, queues, steps):
    databases[0].now_write(lambda one: one.execute(delete(inbox)))
    story = Story(databases, queues)
    for name, which, what in steps:
        await story.step(name, which, what)
    await story.finish()
