"""Two conversations over two processes' stores, in any overlap: no turn is lost, and none is taken twice."""

from __future__ import annotations

import asyncio
from secrets import token_hex

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.storage.errors import TurnConflict

# Each step: which of two conversations, by which of two processes, and how long the turn takes (in yields).
STEPS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 3)), min_size=1, max_size=14)

CHECKED = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


async def turn(stores, conversation, number, pause):
    """Append a number to what is kept, as a process does that holds no lock: again on conflict."""
    conversation_key = stores.identifiers.conversation("rest", conversation)
    while True:
        begun = await stores.turns.begin(conversation_key, f"m{number}")
        if begun.given is not None:
            return
        for _ in range(pause):
            await asyncio.sleep(0)
        begun.kept = (begun.state or b"") + bytes([number])
        begun.reply = bytes([number])
        try:
            await stores.turns.end(begun)
            return
        except TurnConflict:
            continue


@pytest.fixture
def two(open_stores):
    return open_stores(), open_stores()


@CHECKED
@given(steps=STEPS)
async def test_all_at_once_and_sent_twice_no_turn_is_lost_and_none_is_taken_twice(two, steps):
    run = token_hex(6)
    taken = [
        turn(stores, f"{run}-{conversation}", number, pause)
        for number, (conversation, process, pause) in enumerate(steps)
        for stores in (two[process], two[1 - process])
    ]
    await asyncio.gather(*taken)
    for conversation in (0, 1):
        conversation_key = two[0].identifiers.conversation("rest", f"{run}-{conversation}")
        state = (await two[0].turns.begin(conversation_key)).state or b""
        assert sorted(state) == [number for number, step in enumerate(steps) if step[0] == conversation]
