"""Answers to the assistant's questions, from the question put to what is said next."""

from __future__ import annotations

WHO_PREPARES_THE_TITLE = "qui prépare le titre complet ?"


async def test_unknown_department_gets_help_and_not_the_same_question(say):
    asked = await say(WHO_PREPARES_THE_TITLE)
    reply = await say("je ne sais pas")
    assert "code postal" in reply.text
    assert asked.text not in reply.text
    assert "Gironde" in (await say("33000")).text


async def test_new_question_is_answered_and_the_old_one_put_again_once(say):
    await say(WHO_PREPARES_THE_TITLE)
    first = await say("au fait, le titre dure combien de temps ?")
    second = await say("et qui paie ?")
    assert first.paragraphs[-1].startswith("Pour revenir à votre question")
    assert "Pour revenir" not in second.text
    assert (await say("40")).outcome == "titre_la_melee"


async def test_option_is_chosen_by_its_place(say):
    asked = await say("comment s'inscrire ?")
    assert asked.awaits.fact == "parcours"
    by_place = await say("la première")
    assert (by_place.outcome, by_place.awaits) == ((await say("comment s'inscrire au CCP1 ?")).outcome, None)
