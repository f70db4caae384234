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


async def test_an_adviser_who_changes_their_mind_is_counted_once_and_the_opinions_of_others_stay(stores):
    me, you = (stores.identifiers.conversation("telegram", who) for who in ("me", "you"))
    for who, useful in ((me, False), (you, False), (me, True), (me, True)):
        await stores.feedback.give(who, Opinion(useful, "q", "o", "abc"))
    await stores.feedback.complete(you, "abc", reason="fausse")
    found = [(row["conversation"], row["useful"], row["reason"]) for row in await kept(stores)]
    assert sorted(found) == sorted([(me.id, True, None), (you.id, False, "fausse")])
