"""Each fault is judged by the answers that advisers have got, and tells what it counted (pytest -rP)."""

from __future__ import annotations

from itertools import chain, cycle

import pytest

from tests.bot.server.faults.load import ROUND, Load


@pytest.fixture
def harmless():
    """Check that a fault cost no answer: a turn lost, doubled or out of order would have given another."""

    def judge(fault: str, load: Load) -> None:
        sent = load.messages
        longest = max(message.answered - message.first for message in sent)
        apologies, again = sum(message.apologies for message in sent), sum(message.times - 1 for message in sent)
        print(f"{fault}: {len(sent)} messages, {apologies} apologies, {again} sent again, longest wait {longest:.1f} s")
        assert all(message.answer for message in sent)
        for adviser in load.advisers:
            expected = chain(load.alone, cycle(load.alone[-len(ROUND) :]))
            answers = [message.answer for message in adviser.messages]
            assert answers == [answer for answer, _ in zip(expected, answers, strict=False)]

    return judge
