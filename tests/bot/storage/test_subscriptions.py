"""Who subscribed is alerted once to what touches their department, whatever process announces it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.storage.schema import inbox, now, subscriptions
from bot.storage.subscriptions import Announcement, Subscription, Subscriptions
from bot.storage.update_queue import FIRST_OWN_UPDATE

LANDES = Subscription(40, ("40",), "fr")
CREUSE = Subscription(23, ("23",), "fr")
NOWHERE = Subscription(99, (), "en")
FOR_ALL = Announcement("2026-12-01-tous", None)
FOR_LANDES = Announcement("2026-12-01-landes", frozenset({"40", "64"}))


def alert(subscription, changes):
    return json.dumps({"chat": subscription.chat, "changes": list(changes)}).encode()


def alerted(stores):
    rows = stores.database.read_sync(lambda connection: connection.execute(select(inbox).order_by(inbox.c.id)).all())
    assert all(row.id >= FIRST_OWN_UPDATE for row in rows)
    return [(json.loads(row.payload)["chat"], json.loads(row.payload)["changes"]) for row in rows]


@pytest.fixture
async def subscribed(stores):
    for subscription in (LANDES, CREUSE, NOWHERE):
        await stores.subscriptions.start(subscription)
    return stores


async def test_a_change_is_announced_once_by_all_processes_together(subscribed, open_stores):
    other = open_stores()
    assert await subscribed.subscriptions.unannounced([FOR_ALL.change]) == {FOR_ALL.change}
    assert await subscribed.subscriptions.announce([FOR_ALL], alert) == 3
    assert await other.subscriptions.announce([FOR_ALL], alert) == 0
    assert await other.subscriptions.unannounced([FOR_ALL.change, FOR_LANDES.change]) == {FOR_LANDES.change}
    assert len(alerted(subscribed)) == 3


async def test_who_subscribes_later_hears_nothing_of_what_was_announced(stores):
    assert await stores.subscriptions.announce([FOR_ALL], alert) == 0
    await stores.subscriptions.start(LANDES)
    assert await stores.subscriptions.announce([FOR_ALL, FOR_LANDES], alert) == 1
    assert alerted(stores) == [(40, [FOR_LANDES.change])]


async def test_an_announcement_that_fails_is_made_whole_later(subscribed):
    def fails(_subscription, _changes):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await subscribed.subscriptions.announce([FOR_ALL], fails)
    assert alerted(subscribed) == []
    assert await subscribed.subscriptions.announce([FOR_ALL], alert) == 3


async def test_who_writes_stays_subscribed(stores):
    await stores.subscriptions.start(LANDES)
    later = now() + timedelta(days=300)
    await Subscriptions(stores.database, stores.identifiers, lambda: later).refresh(LANDES)
    seen = stores.database.read_sync(lambda connection: connection.execute(select(subscriptions.c.seen)).scalar())
    assert seen == later
    await stores.subscriptions.refresh(Subscription(41, ("33",), "en"))
    assert await stores.subscriptions.of(41) is None, "who never asked is not subscribed"


async def test_alerts_wait_behind_what_people_write_and_are_spread_over_time(stores):
    for chat in range(1, 21):
        await stores.subscriptions.start(Subscription(chat, (), "fr"))
    await stores.subscriptions.announce([FOR_ALL], alert)
    due = stores.database.read_sync(
        lambda connection: connection.execute(select(inbox.c.due).order_by(inbox.c.id)).scalars().all()
    )
    assert due[-1] - due[0] == timedelta(seconds=1.9)
