"""What advisers say of answers: once for each answer, masked, completed step by step."""

from __future__ import annotations

from bot.storage.feedback import Opinion
from bot.storage.schema import feedback


async def kept(stores):
    return await stores.database.read(lambda connection: connection.execute(feedback.select()).mappings().all())


async def test_an_opinion_is_kept_with_its_reason_and_masked_text_as_they_come(stores):
    conversation_key = stores.identifiers.conversation("telegram", "me")
    await stores.feedback.give(conversation_key, Opinion(False, "organisme", "titre", "abc"))
    assert await stores.feedback.complete(conversation_key, "abc", reason="perimee")
    await stores.feedback.complete(conversation_key, "abc", text="qui pour Pau ? écrire à a@b.fr")
    (row,) = await kept(stores)
    assert (row["useful"], row["question"], row["outcome"], row["trace"]) == (False, "organisme", "titre", "abc")
    assert (row["reason"], row["text"]) == ("perimee", "qui pour Pau ? écrire à [e-mail]")


async def test_an_adviser_who_changes_their_mind_or_presses_twice_is_counted_once(stores):
    conversation_key = stores.identifiers.conversation("telegram", "me")
    for useful in (False, True, True):
        await stores.feedback.give(conversation_key, Opinion(useful, "organisme", "titre", "abc"))
    await stores.feedback.give(conversation_key, Opinion(True, "organisme", "titre", "def"))
    assert [(row["trace"], row["useful"]) for row in await kept(stores)] == [("abc", True), ("def", True)]


async def test_opinions_of_others_on_the_same_answer_stay(stores):
    for who in ("me", "you"):
        await stores.feedback.give(stores.identifiers.conversation("telegram", who), Opinion(True, "q", "o", "abc"))
    await stores.feedback.complete(stores.identifiers.conversation("telegram", "you"), "abc", reason="fausse")
    assert [row["reason"] for row in await kept(stores)] == [None, "fausse"]


async def test_completing_an_opinion_that_is_gone_does_nothing(stores):
    conversation_key = stores.identifiers.conversation("telegram", "me")
    assert not await stores.feedback.complete(conversation_key, "abc", reason="fausse")
    assert await kept(stores) == []
