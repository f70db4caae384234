"""A turn is written whole or not at all, once, and only on what it was read from."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.storage.errors import TurnConflict
from bot.storage.open_questions import UnansweredQuestion
from bot.storage.schema import conversations, seen, unanswered

QUESTION = UnansweredQuestion("not_understood", "fr", "et la cantine ?", None, (("organisme", 0.4),))


async def say(stores, conversation, kept, message=None, reply=b"reply", question=None):
    turn = await stores.turns.begin(stores.identifiers.conversation("rest", conversation), message)
    if turn.given is not None:
        return turn.given
    turn.kept, turn.reply, turn.unanswered = kept, reply, question
    await stores.turns.end(turn)
    return reply


async def remembered(stores, conversation):
    return (await stores.turns.begin(stores.identifiers.conversation("rest", conversation))).state


def rows(stores, table):
    return stores.database.read_sync(
        lambda connection: connection.execute(select(func.count()).select_from(table)).scalar()
    )


async def test_state_is_found_at_the_next_turn_by_any_process(stores, open_stores):
    await say(stores, "me", b"one")
    assert await remembered(open_stores(), "me") == b"one"
    assert await remembered(stores, "someone else") is None


async def test_turn_on_an_outdated_state_writes_nothing(stores):
    conversation_key = stores.identifiers.conversation("rest", "me")
    await say(stores, "me", b"one")
    late = await stores.turns.begin(conversation_key, "m-late")
    await say(stores, "me", b"two")
    late.kept, late.reply, late.unanswered = b"late", b"reply", QUESTION
    with pytest.raises(TurnConflict):
        await stores.turns.end(late)
    assert await remembered(stores, "me") == b"two"
    assert rows(stores, seen) == rows(stores, unanswered) == 0


async def test_second_of_two_simultaneous_first_turns_conflicts(stores):
    conversation_key = stores.identifiers.conversation("rest", "me")
    first, second = await stores.turns.begin(conversation_key), await stores.turns.begin(conversation_key)
    first.kept, second.kept = b"first", b"second"
    await stores.turns.end(first)
    with pytest.raises(TurnConflict):
        await stores.turns.end(second)
    assert await remembered(stores, "me") == b"first"


async def test_turn_does_not_restore_a_conversation_erased_meanwhile(stores):
    conversation_key = stores.identifiers.conversation("rest", "me")
    await say(stores, "me", b"one")
    turn = await stores.turns.begin(conversation_key)
    await stores.erasure.erase(conversation_key)
    turn.kept = b"two"
    with pytest.raises(TurnConflict):
        await stores.turns.end(turn)
    assert await remembered(stores, "me") is None


async def test_a_message_sent_again_gets_the_same_reply_from_any_process(stores, open_stores):
    await say(stores, "me", b"one", "m1", b"first reply")
    assert await say(open_stores(), "me", b"two", "m1", b"second reply") == b"first reply"
    assert await remembered(stores, "me") == b"one"


async def test_the_same_id_in_another_conversation_is_another_message(stores):
    await say(stores, "me", b"one", "m1", b"mine")
    assert await say(stores, "you", b"one", "m1", b"yours") == b"yours"


async def test_a_message_taken_twice_at_once_is_written_once(stores, open_stores):
    conversation_key = stores.identifiers.conversation("rest", "me")
    first, second = (
        await stores.turns.begin(conversation_key, "m1"),
        await open_stores().turns.begin(conversation_key, "m1"),
    )
    first.kept = second.kept = b"one"
    first.reply, second.reply = b"first", b"second"
    await stores.turns.end(first)
    with pytest.raises(TurnConflict):
        await stores.turns.end(second)
    assert (await stores.turns.begin(conversation_key, "m1")).given == b"first"


async def test_a_question_asked_again_is_counted(stores):
    for kept in (b"one", b"two", b"three"):
        await say(stores, "me", kept, question=QUESTION)
    await say(stores, "you", b"one", question=QUESTION)
    counts = stores.database.read_sync(
        lambda connection: connection.execute(select(unanswered.c.count)).scalars().all()
    )
    assert sorted(counts) == [1, 3]


async def test_every_turn_moves_the_version_and_the_time(stores):
    await say(stores, "me", b"one")
    await say(stores, "me", b"two")
    version, updated = stores.database.read_sync(
        lambda connection: connection.execute(select(conversations.c.version, conversations.c.updated)).one()
    )
    assert version == 2
    assert updated.tzinfo is not None
