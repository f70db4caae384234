"""What the assistant makes of a message that it is not sure of."""

from __future__ import annotations

import pytest

from nlu.asking import MARGIN, THRESHOLD
from nlu.intents import FALLBACK, OUT_OF_SCOPE
from nlu.memory import Asked, Memory
from nlu.mentions import Mentions
from nlu.reading import Reader
from nlu.segments import Segment, Words
from nlu.turn import Heard, Ranking, Turn
from rules.loading import load_programme

READER = Reader(load_programme(), Words.load())


def heard(*ranking: tuple[str, float], courses: tuple[str, ...] = (), in_thread: Ranking = ()) -> Turn:
    whole = Heard(Segment("modules, quid ?", 0, True), ranking, in_thread)
    memory = Memory(thread=(Asked("format"),)) if in_thread else Memory()
    return Turn.of(whole, (), Mentions(courses=courses), memory, "fr")


def test_a_clear_question_is_answered() -> None:
    reading = READER.read(heard(("format", THRESHOLD + MARGIN), ("contenu", THRESHOLD - MARGIN)))
    assert [question.question for question in reading.questions] == ["format"]


@pytest.mark.parametrize("second", [0.30, 0.32])
def test_two_likely_questions_are_offered_about_the_training_named(second: float) -> None:
    reading = READER.read(heard(("format", 0.34), ("calendrier", second), ("saluer", 0.2), courses=("modules",)))
    assert reading.intent == FALLBACK
    assert reading.choices == (Asked("format", "modules"), Asked("calendrier", "modules"))
    assert not reading.questions


def test_one_likely_question_alone_is_no_choice() -> None:
    assert READER.read(heard(("format", 0.3), ("saluer", 0.28), ("calendrier", 0.01))).choices == ()


def test_what_sounds_most_like_another_subject_is_out_of_scope() -> None:
    assert READER.read(heard((OUT_OF_SCOPE, 0.3), ("format", 0.28))).intent == OUT_OF_SCOPE


def test_a_short_message_is_heard_after_an_answer_as_what_it_means_there() -> None:
    reading = READER.read(heard(("contenu", 0.5), ("saluer", 0.3), in_thread=(("inscription", 0.9), ("contenu", 0.1))))
    assert reading.intent == "inscription"


def test_a_whole_question_stays_what_it_is_after_an_answer() -> None:
    reading = READER.read(heard(("contenu", 0.9), ("saluer", 0.1), in_thread=(("inscription", 0.6), ("contenu", 0.4))))
    assert reading.intent == "contenu"
