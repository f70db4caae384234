"""Buttons under an answer go on with the dialogue: in short, for another territory, for another training."""

from __future__ import annotations

from bot.messages import Card, Reply


def pressed(reply: Reply, title: str) -> str:
    """The id of a button."""
    return next(choice.id for choice in reply.choices if choice.title.replace("\u00a0", " ") == title)


def titles(reply: Reply) -> list[str]:
    return [block.title for block in reply.blocks if isinstance(block, Card)]


async def test_long_answer_is_given_in_short(say):
    answer = await say("quel organisme pour les Landes ?")
    short = await say(pressed(answer, "Plus court"))
    assert short.outcome == answer.outcome
    assert short.words < answer.words
    assert "La Mêlée" in short.text


async def test_same_question_is_answered_for_another_territory(say):
    answer = await say("quel organisme pour les Landes ?")
    asked = await say(pressed(answer, "Autre territoire"))
    assert asked.awaits.fact == "territoire"
    answer = await say("la Charente")
    assert answer.blocks[0].startswith("En Charente, selon la formation")
    assert titles(answer)[-1] == "Le titre REMN complet"
