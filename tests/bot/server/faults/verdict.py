"""The verdict on a fault: messages lost, taken twice or out of order, and how long advisers waited for an answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import chain, cycle

import httpx
from sqlalchemy import create_engine, select

from bot.storage.engine import address
from bot.storage.identifiers import Identifiers
from bot.storage.schema import conversations
from tests.bot.server.faults.load import ROUND, Adviser, Load, Sent, new_client
from tests.bot.server.faults.report import Verdict


def verdict(fault: str, load: Load, database: str, identifiers: Identifiers) -> Verdict:
    """Count the losses of a fault that is over; `database` is the address of the server's own database."""
    sent = load.messages
    written = _turns_written(load, database, identifiers)
    repeated = _asked_again(load)
    forgotten = sum(answer is None for _, answer in repeated)
    changed = sum(answer not in (None, message.answer) for message, answer in repeated)
    missing = [len(adviser.messages) - turns for adviser, turns in zip(load.advisers, written, strict=True)]
    # Asking again must not have made a turn of any message.
    more = [after - before for before, after in zip(written, _turns_written(load, database, identifiers), strict=True)]
    return Verdict(
        fault=fault,
        messages=len(sent),
        acknowledged=sum(message.answer is not None for message in sent),
        apologies=sum(message.apologies for message in sent),
        again=sum(message.times - 1 for message in sent),
        lost=forgotten + sum(max(0, turns) for turns in missing),
        twice=changed + sum(max(0, -turns) for turns in missing) + sum(more),
        disordered=sum(_disordered(adviser, load.alone) for adviser in load.advisers),
        longest=max(message.answered - message.first for message in sent),
        recovered=max(
            min(message.answered - load.ended for message in adviser.messages if message.answered >= load.ended)
            for adviser in load.advisers
        ),
    )


def _disordered(adviser: Adviser, alone: list[str]) -> int:
    expected = chain(alone, cycle(alone[-len(ROUND) :]))
    return sum(message.answer != answer for message, answer in zip(adviser.messages, expected, strict=False))


def _asked_again(load: Load) -> list[tuple[Sent, str | None]]:
    """Every acknowledged message, with the server's present answer to it."""

    def ask(adviser: Adviser, client: httpx.Client) -> list[tuple[Sent, str | None]]:
        return [
            (message, adviser.ask_again(client, message)) for message in adviser.messages if message.answer is not None
        ]

    with new_client(load.server.url) as client, ThreadPoolExecutor(len(load.advisers)) as threads:
        return [pair for pairs in threads.map(lambda adviser: ask(adviser, client), load.advisers) for pair in pairs]


def _turns_written(load: Load, database: str, identifiers: Identifiers) -> list[int]:
    """The number of turns of each adviser in the database."""
    engine = create_engine(address(database), future=True)
    with engine.connect() as connection:
        versions = dict(
            connection.execute(select(conversations.c.id, conversations.c.version)).all()  # type: ignore[arg-type]
        )
    engine.dispose()
    return [versions.get(identifiers.conversation("rest", adviser.sender).id, 0) for adviser in load.advisers]
