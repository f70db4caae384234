"""Questions that mean the same are put together for maintainers, whatever their words and language."""

from __future__ import annotations

from datetime import datetime, timezone

from bot.maintenance.inbox.groups import find_group, group
from bot.maintenance.inbox.muting import Muted
from bot.storage.open_questions import Kind, OpenQuestion
from tests.support.tables import each_row

DAY = datetime(2026, 11, 1, tzinfo=timezone.utc)


def waiting(
    text: str, kind: Kind = "not_understood", count: int = 1, intents=(), question: str | None = None
) -> OpenQuestion:
    return OpenQuestion(kind, text, "fr", question, None, None, tuple(intents), count, DAY)


def test_questions_that_mean_the_same_are_one_group_with_the_most_asked_first():
    questions = [
        waiting("y a-t-il une cantine à la formation ?"),
        waiting("is there a canteen at the training?", count=2),
        waiting("puis-je venir avec mon chien ?"),
        waiting("est-ce que je peux amener mon chien ?", count=5),
    ]
    assert [[question.text for question in found.questions] for found in group(questions)] == [
        ["est-ce que je peux amener mon chien ?", "puis-je venir avec mon chien ?"],
        ["is there a canteen at the training?", "y a-t-il une cantine à la formation ?"],
    ]


def test_an_id_that_was_noted_finds_the_group_when_another_of_its_sentences_is_asked_more():
    first = group([waiting("où garer ma voiture ?", count=3), waiting("puis-je venir avec mon chien ?")])
    noted = first[0].id
    later = group(
        [
            waiting("où garer ma voiture ?", count=3),
            waiting("où garer la voiture", count=9),
            waiting("et la cantine ?"),
        ]
    )
    assert later[0].questions[0].text == "où garer la voiture"
    assert later[0].id != noted
    assert find_group(later, noted) == find_group(later, noted[:4]) == later[0]
    assert find_group(later, noted[:3]) is None
    assert find_group(later, "zzzzzz") is None


@each_row(
    ("intents", "suggested"),
    [
        ([("prix", 0.7), ("hors_sujet", 0.2)], "prix"),
        ([("prix", 0.4), ("format", 0.3)], None),
        ([("hors_sujet", 0.9), ("prix", 0.1)], None),
        ([("preciser", 0.9)], None),
        ([("saluer", 0.8)], None),
        ([], None),
    ],
)
def test_only_a_likely_question_of_the_programme_is_suggested(intents, suggested: str | None):
    (found,) = group([waiting("on peut payer en trois fois ?", intents=intents)])
    assert found.suggested == suggested


def test_what_is_muted_is_muted_in_whatever_words_it_is_asked():
    sentences = ("est-ce que je peux amener mon chien ?",)
    muted = Muted(sentences, frozenset({"prix"}), frozenset({"format_modules"}))
    found = group(
        [
            waiting("puis-je venir avec mon chien ?"),
            waiting("ça coûte combien le titre ?", "no_rule", question="prix"),
            OpenQuestion("badly_rated", "", None, "format", "format_modules", "fausse", (), 1, DAY),
            waiting("y a-t-il une cantine ?"),
        ],
        muted,
    )
    assert {each.questions[0].text: each.muted for each in found} == {
        "puis-je venir avec mon chien ?": True,
        "ça coûte combien le titre ?": True,
        "": True,
        "y a-t-il une cantine ?": False,
    }
