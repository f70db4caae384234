"""What is older than the period goes, by one process at a time, whatever the clock does."""

from __future__ import annotations

import asyncio
import itertools
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.process.settings import SettingsError, load_settings
from bot.storage import retention
from bot.storage.erasure import receipt_number
from bot.storage.feedback import Opinion
from bot.storage.open_questions import UnansweredQuestion
from bot.storage.retention import EVERY, SEEN_DAYS, Retention
from bot.storage.schema import AGED, now, receipts, tasks
from bot.storage.subscriptions import Subscription
from bot.storage.update_queue import IncomingUpdate

UPDATES = itertools.count(815)


async def fill(stores, conversation, days):
    """One row of every table, so many days old."""
    conversation_key = stores.identifiers.conversation("rest", conversation)
    turn = await stores.turns.begin(conversation_key, "m1")
    turn.kept, turn.reply, turn.unanswered = b"one", b"reply", UnansweredQuestion("no_rule", "fr", "?", None, ())
    await stores.turns.end(turn)
    await stores.feedback.give(conversation_key, Opinion(True, None, None, None))
    await stores.update_queue.put([IncomingUpdate(next(UPDATES), conversation_key.id, b"{}")])
    await stores.sent_messages.note(conversation_key, "m1", [816])
    await stores.subscriptions.start(Subscription(next(UPDATES), ("40",), "fr"))
    at = now() - timedelta(days=days)

    def age(connection):
        connection.execute(receipts.insert().values(number=receipt_number(), at=now(), erased={}))
        for column in AGED.values():
            recent = column > now() - timedelta(minutes=1)
            connection.execute(update(column.table).where(recent).values({column.name: at}))

    stores.database.write_sync(age)


def counts(stores):
    def work(connection):
        return {
            name: connection.execute(select(func.count()).select_from(column.table)).scalar()
            for name, column in AGED.items()
        }

    return stores.database.read_sync(work)


def set_task(stores, **values):
    stores.database.write_sync(lambda connection: connection.execute(update(tasks).values(**values)))


async def test_rows_older_than_the_period_are_deleted(stores):
    await fill(stores, "old", 91)
    await fill(stores, "young", 89)
    gone = await stores.retention.purge()
    days, brief = ("conversations", "unanswered", "feedback", "receipts"), ("seen", "inbox", "deliveries")
    assert {name: count for name, count in gone.items() if count} == {
        **dict.fromkeys(days, 1),
        **dict.fromkeys(brief, 2),
    }
    left = counts(stores)
    assert {name: left[name] for name in (*days, *brief)} == {**dict.fromkeys(days, 1), **dict.fromkeys(brief, 0)}
    assert sum((await stores.retention.purge()).values()) == 0
    assert (await Retention(stores.database, 88).purge())["conversations"] == 1, "a shorter period reaches further"


async def test_a_subscription_lasts_until_its_owner_was_not_seen_for_a_year(stores):
    await fill(stores, "old", 366)
    await fill(stores, "young", 364)
    assert (await stores.retention.purge())["subscriptions"] == 1
    assert counts(stores)["subscriptions"] == 1


async def test_ids_of_messages_and_updates_and_what_answers_them_are_kept_for_days_only(stores):
    await fill(stores, "me", SEEN_DAYS - 0.5)
    assert sum((await stores.retention.purge()).values()) == 0
    await fill(stores, "you", SEEN_DAYS + 0.5)
    gone = await stores.retention.purge()
    assert {name for name, count in gone.items() if count} == {"seen", "inbox", "deliveries"}


@pytest.mark.parametrize("ends", [asyncio.CancelledError, SQLAlchemyError])
async def test_purge_that_is_stopped_or_fails_leaves_the_rest_to_the_next_process(
    stores, open_stores, monkeypatch, ends
):
    await fill(stores, "old", 91)

    write, writes = stores.database.write, itertools.count()

    async def fails_after_the_lease(work):
        if next(writes) == 1:
            raise ends
        return await write(work)

    with monkeypatch.context() as patched:
        patched.setattr(stores.database, "write", fails_after_the_lease)
        with pytest.raises(ends):
            await stores.retention.purge()
    assert (await open_stores().retention.purge())["conversations"] == 1


async def test_the_servers_together_purge_once_an_hour(stores, open_stores):
    assert await stores.retention.purge(unless_within=EVERY) is not None
    assert await open_stores().retention.purge(unless_within=EVERY) is None
    set_task(stores, last=now() - EVERY)
    assert await open_stores().retention.purge(unless_within=EVERY) is not None


async def test_running_server_purges_again_after_a_failure(stores, monkeypatch):
    monkeypatch.setattr(retention.random, "uniform", lambda _least, _most: 0)
    monkeypatch.setattr(retention, "EVERY", timedelta(0))
    purge, calls = Retention.purge, []

    async def fails_first(self, **more):
        calls.append(len(calls))
        if len(calls) == 1:
            raise SQLAlchemyError
        return await purge(self, **more)

    monkeypatch.setattr(Retention, "purge", fails_first)
    await fill(stores, "old", 91)
    keeping = asyncio.create_task(stores.retention.keep())
    while len(calls) < 3:
        await asyncio.sleep(0.01)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    assert counts(stores)["conversations"] == 0


@pytest.mark.parametrize("days", ["0", "-1", "soon"])
def test_period_that_is_no_positive_number_is_refused(monkeypatch, tmp_path, days):
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path))
    monkeypatch.setenv("RETENTION_DAYS", days)
    with pytest.raises(SettingsError, match="RETENTION_DAYS"):
        load_settings()


@pytest.mark.parametrize("jump", [timedelta(days=400), timedelta(days=-3)])
async def test_after_a_jump_of_the_clock_the_server_waits_with_the_purge(stores, monkeypatch, jump):
    await stores.retention.purge()
    later = now() + jump
    monkeypatch.setattr("bot.storage.retention.now", lambda: later)
    assert await stores.retention.purge_when_due() is None
    assert await stores.retention.purge_when_due() is None
    after = time.monotonic() + timedelta(hours=6).total_seconds()
    monkeypatch.setattr("bot.storage.retention.time.monotonic", lambda: after)
    assert await stores.retention.purge_when_due() is not None
