"""Questions that mean the same are put together for maintainers, whatever their words and language."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.maintenance.inbox.groups import group
from bot.storage.open_questions import Kind, OpenQuestion


def waiting(
    text: str, kind: Kind = "not_understood", count: int = 1, intents=(), question: str | None = None, day: int = 1
) -> OpenQuestion:
    last = datetime(2026, 11, day, tzinfo=timezone.utc)
    return OpenQuestion(kind, text, "fr", question, None, None, tuple(intents), count, last)


def texts(questions: list[OpenQuestion]) -> list[list[str]]:
    return [[question.text for question in found.questions] for found in group(questions)]


def test_questions_that_mean_the_same_are_one_group_with_the_most_asked_first():
    found = texts(
        [
            waiting("y a-t-il une cantine à la formation ?"),
            waiting("is there a canteen at the training?", count=2),
            waiting("puis-je venir avec mon chien ?"),
            waiting("est-ce que je peux amener mon chien ?", count=5),
        ]
    )
    assert found == [
        ["est-ce que je peux amener mon chien ?", "puis-je venir avec mon chien ?"],
        ["is there a canteen at the training?", "y a-t-il une cantine à la formation ?"],
    ]


def test_the_same_question_for_two_places_is_one():
    assert len(group([waiting("y a-t-il une cantine à Pau ?"), waiting("y a-t-il une cantine à Guéret ?")])) == 1


def test_a_group_is_of_the_kind_that_was_met_most_and_tells_what_it_sounded_like():
    (found,) = group(
        [
            waiting("où garer ma voiture ?", count=3, intents=[("format", 0.5), ("places", 0.25)]),
            waiting("où garer ma voiture", "no_rule", intents=[("places", 0.65)]),
        ]
    )
    assert (found.kind, found.count) == ("not_understood", 4)
    assert found.nearest == (("format", pytest.approx(0.375)), ("places", pytest.approx(0.35)))


def test_clicks_and_opinions_without_a_word_go_by_their_answer():
    rated = [
        OpenQuestion("badly_rated", "", None, "format", outcome, reason, (), 1, datetime.now(timezone.utc))
        for outcome, reason in (("modules", "fausse"), ("modules", "perimee"), ("titre", "fausse"))
    ]
    found = group([*rated, waiting("[prix]", "no_rule", question="prix")])
    assert sorted(len(each.questions) for each in found) == [1, 1, 2]


def test_ids_are_short_and_stay_while_the_group_grows():
    first = group([waiting("où garer ma voiture ?", count=3), waiting("puis-je venir avec mon chien ?")])
    later = group(
        [waiting("où garer ma voiture ?", count=4), waiting("où garer ma voiture"), waiting("et la cantine ?")]
    )
    assert all(len(each.id) == 4 for each in (*first, *later))
    assert first[0].id == later[0].id
    assert len({each.id for each in first}) == 2


def test_the_same_button_under_two_questions_is_two_groups():
    clicks = [waiting("[choix]", question="prix"), waiting("[choix]", question="format")]
    assert len({found.id for found in group(clicks)}) == 2


def test_a_sentence_between_two_masks_is_no_click():
    sentences = [
        "[prénom] ira-t-il manger à la cantine de [adresse]",
        "[prénom] va-t-il manger à la cantine de [adresse]",
    ]
    assert len(group([waiting(text) for text in sentences])) == 1


def test_nothing_waits():
    assert group([]) == []
