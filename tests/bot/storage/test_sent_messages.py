"""Which messages of ours answer an adviser's message is found again when the adviser edits it, and for nobody else."""

from __future__ import annotations

from pydantic import SecretStr
from sqlalchemy import func, select

from bot.storage.schema import deliveries

OLD, NEW = "0a" * 32, "0b" * 32


def me(stores):
    return stores.identifiers.conversation("telegram", "me")


async def test_messages_of_an_answer_are_found_in_order_by_any_process(stores, open_stores):
    await stores.sent_messages.note(me(stores), "815", [818, 817])
    assert await open_stores().sent_messages.of(me(stores), "815") == (818, 817)


async def test_a_message_that_was_not_answered_has_none(stores):
    await stores.sent_messages.note(me(stores), "815", [816])
    assert await stores.sent_messages.of(me(stores), "816") is None
    assert await stores.sent_messages.of(stores.identifiers.conversation("telegram", "you"), "815") is None


async def test_later_answer_replaces_the_messages_noted_before(stores):
    await stores.sent_messages.note(me(stores), "815", [816, 817])
    await stores.sent_messages.note(me(stores), "815", [816])
    assert await stores.sent_messages.of(me(stores), "815") == (816,)


async def test_what_is_to_be_forgotten_is_found_no_more_and_the_rest_is(stores):
    await stores.sent_messages.note(me(stores), "815", [816])
    await stores.sent_messages.note(me(stores), "817", [818])
    await stores.sent_messages.forget(me(stores), "815")
    assert await stores.sent_messages.of(me(stores), "815") is None
    assert await stores.sent_messages.of(me(stores), "817") == (818,)


async def test_an_adviser_s_message_does_not_stand_in_the_table(stores):
    await stores.sent_messages.note(me(stores), "815", [816])
    row = stores.database.read_sync(lambda connection: connection.execute(select(deliveries)).mappings().one())
    assert row["conversation"] == me(stores).id
    assert row["message"] == stores.identifiers.message(me(stores), "815")[0]


async def test_the_text_that_is_answered_is_told_from_others_and_does_not_stand_in_the_table(stores):
    await stores.sent_messages.note(me(stores), "815", [816], "les Landes ?")
    assert await stores.sent_messages.answers(me(stores), "815", "les Landes ?")
    assert not await stores.sent_messages.answers(me(stores), "815", "la Gironde ?")
    assert not await stores.sent_messages.answers(me(stores), "816", "les Landes ?")
    await stores.sent_messages.note(me(stores), "815", [816], "la Gironde ?")
    assert not await stores.sent_messages.answers(me(stores), "815", "les Landes ?")
    row = stores.database.read_sync(lambda connection: connection.execute(select(deliveries)).mappings().one())
    assert "Gironde" not in str(dict(row))


async def test_note_under_an_old_key_is_found_and_moves_to_the_new_key(open_stores):
    before = open_stores(hash_key=SecretStr(OLD))
    await before.sent_messages.note(me(before), "815", [816])
    during = open_stores(hash_key=SecretStr(f"{NEW},{OLD}"))
    assert await during.sent_messages.of(me(during), "815") == (816,)
    await during.sent_messages.note(me(during), "815", [816, 817])
    after = open_stores(hash_key=SecretStr(NEW))
    assert await after.sent_messages.of(me(after), "815") == (816, 817)
    rows = select(func.count()).select_from(deliveries)
    assert after.database.read_sync(lambda connection: connection.execute(rows).scalar()) == 1
