"""Which messages of ours answer an adviser's message is found again when the adviser edits it, and for nobody else."""

from __future__ import annotations

from sqlalchemy import select

from bot.storage.schema import deliveries


def me(stores):
    return stores.identifiers.conversation("telegram", "me")


async def test_messages_of_the_last_answer_are_found_in_order_by_any_process_until_they_are_forgotten(
    stores, open_stores
):
    sent = open_stores().sent_messages
    for message_key, messages in (("815", [816, 817, 819]), ("815", [818, 817]), ("820", [821])):
        await stores.sent_messages.note(me(stores), message_key, messages)
    assert await sent.of(me(stores), "815") == (818, 817)
    assert await sent.of(me(stores), "816") is None
    assert await sent.of(stores.identifiers.conversation("telegram", "you"), "815") is None
    await stores.sent_messages.forget(me(stores), "815")
    assert await sent.of(me(stores), "815") is None
    assert await sent.of(me(stores), "820") == (821,)


async def test_the_text_that_is_answered_is_told_from_others_and_does_not_stand_in_the_table(stores):
    await stores.sent_messages.note(me(stores), "815", [816], "les Landes ?")
    assert await stores.sent_messages.answers(me(stores), "815", "les Landes ?")
    assert not await stores.sent_messages.answers(me(stores), "815", "la Gironde ?")
    assert not await stores.sent_messages.answers(me(stores), "816", "les Landes ?")
    await stores.sent_messages.note(me(stores), "815", [816], "la Gironde ?")
    assert not await stores.sent_messages.answers(me(stores), "815", "les Landes ?")
    row = stores.database.read_sync(lambda connection: connection.execute(select(deliveries)).mappings().one())
    assert (row["conversation"], row["message"]) == (me(stores).id, stores.identifiers.message(me(stores), "815")[0])
    assert "Gironde" not in str(dict(row))
