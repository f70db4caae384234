"""What a fault cost, counted: each acknowledged message asked for again, each conversation's turns, each answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
from sqlalchemy import create_engine, select

from bot.storage.engine import address
from bot.storage.identifiers import Identifiers
from bot.storage.schema import conversations
from tests.bot.server.faults.load import ROUND, Adviser, Load, Sent, new_client
from tests.bot.server.faults.report import Verdict


def verdict(fault: str, load: Load, database: str, identifiers: Identifiers) -> Verdict:
    """Count what a fault cost, once it is over; `database` is the address behind the server."""
    sent = [one for adviser in load.advisers for one in adviser.messages]
    written = _turns_written(load, database, identifiers)
    repeated = _asked_again(load)
    forgotten = sum(answer is None for _, answer in repeated)
    changed = sum(answer not in (None, one.answer) for one, answer in repeated)
    missing = [len(adviser.messages) - turns for adviser, turns in zip(load.advisers, written, strict=True)]
    # Asking again must not have made a turn of any message.
    more = [after - before for before, after in zip(written, _turns_written(load, database, identifiers), strict=True)]
    return Verdict(
        fault=fault,
        messages=len(sent),
        acknowledged=sum(one.answer is not None for one in sent),
        apologies=sum(one.apologies for one in sent),
        again=sum(one.times - 1 for one in sent),
        lost=forgotten + sum(max(0, one) for one in missing),
        twice=changed + sum(max(0, -one) for one in missing) + sum(more),
        disordered=sum(_disordered(adviser, load.alone) for adviser in load.advisers),
        longest=max(one.answered - one.first for one in sent),
        recovered=max(_again(load, adviser) for adviser in load.advisers),
    )


def _again(load: Load, adviser: Adviser) -> float:
    seconds = load.answered_again(adviser)
    assert seconds is not None, "an adviser had no answer after the fault"
    return seconds


def _disordered(adviser: Adviser, alone: list[str]) -> int:
    expected = [alone[0], *(alone[1 + number % len(ROUND)] for number in range(len(adviser.messages) - 1))]
    return sum(one.answer != answer for one, answer in zip(adviser.messages, expected, strict=True))


def _asked_again(load: Load) -> list[tuple[Sent, str | None]]:
    """Every acknowledged message, with what the server answers to it now."""

    def ask(adviser: Adviser, client: httpx.Client) -> list[tuple[Sent, str | None]]:
        return [(one, adviser.ask_again(client, one)) for one in adviser.messages if one.answer is not None]

    with new_client(load.server.url) as client, ThreadPoolExecutor(len(load.advisers)) as threads:
        return [pair for pairs in threads.map(lambda one: ask(one, client), load.advisers) for pair in pairs]


def _turns_written(load: Load, database: str, identifiers: Identifiers) -> list[int]:
    """How many turns of each adviser the database counts."""
    engine = create_engine(address(database), future=True)
    with engine.connect() as connection:
        versions = dict(
            connection.execute(select(conversations.c.id, conversations.c.version)).all()  # type: ignore[arg-type]
        )
    engine.dispose()
    return [versions.get(identifiers.conversation("rest", adviser.sender).id, 0) for adviser in load.advisers]
