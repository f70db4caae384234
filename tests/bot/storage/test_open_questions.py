"""Maintainers read what waits for them, without learning who asked."""

from __future__ import annotations

from dataclasses import replace

from bot.storage.feedback import Opinion
from bot.storage.open_questions import UnansweredQuestion

PRICE = UnansweredQuestion("no_rule", "fr", "combien coûte un module ?", "prix", (("prix", 0.9), ("financement", 0.05)))
LOST = UnansweredQuestion("not_understood", "fr", "et la cantine ?", "nlu_fallback", (("format", 0.2),))


async def asked(stores, conversation: str, question: UnansweredQuestion) -> None:
    conversation_key = stores.identifiers.conversation("rest", conversation)
    turn = await stores.turns.begin(conversation_key)
    turn.unanswered = question
    await stores.turns.end(turn)


async def rated(stores, conversation: str, *, useful: bool = False, text: str | None = None) -> None:
    conversation_key = stores.identifiers.conversation("rest", conversation)
    opinion = Opinion(useful, "format", "format_modules", f"trace-{conversation}", "pas_claire", text)
    await stores.feedback.give(conversation_key, opinion)


async def test_question_of_several_advisers_is_listed_once_with_its_count(open_stores):
    stores = open_stores()
    for conversation in ("a", "a", "b"):
        await asked(stores, conversation, PRICE)
    await asked(stores, "c", LOST)
    lost, price = stores.open_questions.read_sync(10)
    assert (lost.kind, lost.text, lost.count) == ("not_understood", "et la cantine ?", 1)
    assert (price.kind, price.count, price.question) == ("no_rule", 3, "prix")
    assert price.intents == (("prix", 0.9), ("financement", 0.05))


async def test_answers_rated_useful_are_not_listed(open_stores):
    stores = open_stores()
    await rated(stores, "a", useful=True)
    await rated(stores, "b", text="la durée d'un module")
    await rated(stores, "c")
    await rated(stores, "d")
    found = {question.text: question for question in stores.open_questions.read_sync(10)}
    assert set(found) == {"", "la durée d'un module"}
    assert (found[""].count, found[""].outcome, found[""].reason) == (2, "format_modules", "pas_claire")


async def test_dropped_questions_go_and_the_others_stay(open_stores):
    stores = open_stores()
    for conversation in ("a", "b"):
        await asked(stores, conversation, PRICE)
        await rated(stores, conversation)
    await asked(stores, "a", LOST)
    await asked(stores, "d", replace(PRICE, question="format"))  # the same words, about something else
    await rated(stores, "c", text="la durée")
    dealt_with = [
        question
        for question in stores.open_questions.read_sync(10)
        if question.text == "" or question.question == PRICE.question
    ]
    assert stores.open_questions.drop_sync(dealt_with) == 4
    left = {question.text for question in stores.open_questions.read_sync(10)}
    assert left == {LOST.text, PRICE.text, "la durée"}
