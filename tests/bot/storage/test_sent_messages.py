"""Which messages of ours answer an adviser's message is found again when the adviser edits it, and for nobody else."""

from __future__ import annotations

from pydantic import SecretStr
from sqlalchemy import func, select

from bot.storage.schema import deliveries

OLD, NEW = "0a" * 32, "0b" * 32


def me(stores):
    return stores.identifiers.conversation("telegram", "me")


async def test_the_messages_that_answer_one_are_found_in_their_order_by_any_process(stores, open_stores):
    await stores.deliveries.note(me(stores), "815", [818, 817])
    assert await open_stores().deliveries.of(me(stores), "815") == (818, 817)


async def test_a_message_that_was_not_answered_has_none(stores):
    await stores.deliveries.note(me(stores), "815", [816])
    assert await stores.deliveries.of(me(stores), "816") is None
    assert await stores.deliveries.of(stores.identifiers.conversation("telegram", "you"), "815") is None


async def test_answered_anew_the_latest_messages_count(stores):
    await stores.deliveries.note(me(stores), "815", [816, 817])
    await stores.deliveries.note(me(stores), "815", [816])
    assert await stores.deliveries.of(me(stores), "815") == (816,)


async def test_an_adviser_s_message_does_not_stand_in_the_table(stores):
    await stores.deliveries.note(me(stores), "815", [816])
    row = stores.database.now_read(lambda one: one.execute(select(deliveries)).mappings().one())
    assert row["conversation"] == me(stores).id
    assert row["message"] == stores.identifiers.message(me(stores), "815")[0]


async def test_what_was_noted_under_an_old_key_is_found_and_noted_anew_under_the_new_one_only(open_stores):
    before = open_stores(hash_key=SecretStr(OLD))
    await before.deliveries.note(me(before), "815", [816])
    during = open_stores(hash_key=SecretStr(f"{NEW},{OLD}"))
    assert await during.deliveries.of(me(during), "815") == (816,)
    await during.deliveries.note(me(during), "815", [816, 817])
    after = open_stores(hash_key=SecretStr(NEW))
    assert await after.deliveries.of(me(after), "815") == (816, 817)
    rows = select(func.count()).select_from(deliveries)
    assert after.database.now_read(lambda one: one.execute(rows).scalar()) == 1
