"""Maintainers read what waits for them, without learning who asked."""

from __future__ import annotations

from bot.storage.feedback import Opinion
from bot.storage.unanswered import Unanswered

PRICE = Unanswered("no_rule", "fr", "combien coûte un module ?", "prix", (("prix", 0.9), ("financement", 0.05)))
LOST = Unanswered("not_understood", "fr", "et la cantine ?", "nlu_fallback", (("format", 0.2),))


async def asked(stores, conversation: str, question: Unanswered) -> None:
    identity = stores.identifiers.conversation("rest", conversation)
    turn = await stores.turns.begin(identity)
    turn.unanswered = question
    await stores.turns.end(turn)


async def rated(stores, conversation: str, *, useful: bool = False, text: str | None = None) -> None:
    identity = stores.identifiers.conversation("rest", conversation)
    opinion = Opinion(useful, "format", "format_modules", f"trace-{conversation}", "pas_claire", text)
    await stores.feedback.give(identity, opinion)


async def test_a_question_of_several_advisers_is_told_once_with_how_often(open_stores):
    stores = open_stores()
    for conversation in ("a", "a", "b"):
        await asked(stores, conversation, PRICE)
    await asked(stores, "c", LOST)
    lost, price = stores.waiting.now_read(10)
    assert (lost.kind, lost.text, lost.count) == ("not_understood", "et la cantine ?", 1)
    assert (price.kind, price.count, price.question) == ("no_rule", 3, "prix")
    assert price.intents == (("prix", 0.9), ("financement", 0.05))


async def test_only_answers_of_no_use_are_told(open_stores):
    stores = open_stores()
    await rated(stores, "a", useful=True)
    await rated(stores, "b", text="la durée d'un module")
    await rated(stores, "c")
    await rated(stores, "d")
    found = {one.text: one for one in stores.waiting.now_read(10)}
    assert set(found) == {"", "la durée d'un module"}
    assert (found[""].count, found[""].outcome, found[""].reason) == (2, "format_modules", "pas_claire")


async def test_the_latest_are_told_where_there_are_many(open_stores):
    stores = open_stores()
    for number in range(5):
        await asked(stores, "a", Unanswered("no_rule", "fr", f"question {number}", None, ()))
    assert [one.text for one in stores.waiting.now_read(2)] == ["question 4", "question 3"]


async def test_the_same_words_about_another_question_stay(open_stores):
    stores = open_stores()
    for conversation, question in (("a", "prix"), ("b", "format")):
        await asked(stores, conversation, Unanswered("no_rule", "fr", "[choix]", question, ()))
    dealt_with = [one for one in stores.waiting.now_read(10) if one.question == "prix"]
    assert stores.waiting.now_drop(dealt_with) == 1
    assert [one.question for one in stores.waiting.now_read(10)] == ["format"]


async def test_what_is_dealt_with_goes_and_the_rest_stays(open_stores):
    stores = open_stores()
    for conversation in ("a", "b"):
        await asked(stores, conversation, PRICE)
        await rated(stores, conversation)
    await asked(stores, "a", LOST)
    await rated(stores, "c", text="la durée")
    dealt_with = [one for one in stores.waiting.now_read(10) if one.text in ("", PRICE.text)]
    assert stores.waiting.now_drop(dealt_with) == 4
    assert {one.text for one in stores.waiting.now_read(10)} == {LOST.text, "la durée"}
