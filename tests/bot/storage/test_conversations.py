"""A turn is written whole or not at all, once, and only on what it was read from."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.storage.errors import TurnConflict
from bot.storage.open_questions import UnansweredQuestion
from bot.storage.schema import seen, unanswered

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
    assert await say(stores, "you", b"one", "m1", b"yours") == b"yours", "of another conversation it is another message"
