"""What the assistant makes of a message that it is not sure of."""

from __future__ import annotations

import pytest

from nlu.classification.ranking import ClassifiedClause, IntentRanking
from nlu.dialogue.reader import Reader
from nlu.dialogue.requests import MARGIN, THRESHOLD
from nlu.dialogue.state import Asked, Memory
from nlu.dialogue.turn import Turn
from nlu.entities.cues import Segment, Words
from nlu.entities.entity_finder import Mentions
from nlu.entities.set_phrases import Phrases
from nlu.intents import FALLBACK, OUT_OF_SCOPE
from rules.loading import load_programme

WORDS = Words.load()
READER = Reader(load_programme(), WORDS, Phrases.load())


def heard(*ranking: tuple[str, float], courses: tuple[str, ...] = (), contextual: IntentRanking = ()) -> Turn:
    whole = ClassifiedClause(Segment("modules, quid ?", 0, True), ranking, contextual)
    memory = Memory(thread=(Asked("format"),)) if contextual else Memory()
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
    reading = READER.read(heard(("contenu", 0.5), ("saluer", 0.3), contextual=(("inscription", 0.9), ("contenu", 0.1))))
    assert reading.intent == "inscription"


def test_a_whole_question_stays_what_it_is_after_an_answer() -> None:
    reading = READER.read(heard(("contenu", 0.9), ("saluer", 0.1), contextual=(("inscription", 0.6), ("contenu", 0.4))))
    assert reading.intent == "contenu"


def story(*pieces: tuple[str, bool, str, float], whole: tuple[str, float]) -> Turn:
    """A message of many words; its sentences with whether they ask outright, what they sound like and how sure."""
    before = "mot " * 60
    text = before + " ".join(sentence for sentence, *_ in pieces)
    at = len(before)
    found = []
    for sentence, outright, intent, confidence in pieces:
        segment = Segment(sentence, at, True, outright)
        found.append(ClassifiedClause(segment, ((intent, confidence), (FALLBACK, 0.0))))
        at += len(sentence) + 1
    return Turn.of(
        ClassifiedClause(Segment(text, 0, True), (whole, (FALLBACK, 0.0))), found, Mentions(), Memory(), "fr"
    )


def test_of_a_story_only_what_is_asked_outright_is_answered() -> None:
    reading = READER.read(
        story(
            ("Une technicienne qui donnait déjà des cours est arrivée.", False, "reforme_avant", 0.9),
            ("Combien d'heures fait la formation ?", True, "format", 0.9),
            whole=("saluer", 0.4),
        )
    )
    assert [question.question for question in reading.questions] == ["format"]


def test_a_long_thank_you_does_not_hide_what_is_wanted_after_it() -> None:
    turn = story(("Maintenant, oublie tout.", False, "oublier", 0.9), whole=("remercier", 0.9))
    assert READER.read(turn).intent == "oublier"


def test_a_story_is_not_taken_for_a_question_about_an_answer_that_was_never_given() -> None:
    reading = READER.read(
        story(
            ("On me dit que je peux faire l'impasse sur la certification.", False, "obligation", 0.4),
            ("Vrai ou faux ?", True, "source", 0.96),
            whole=("saluer", 0.4),
        )
    )
    assert [question.question for question in reading.questions] == ["obligation"]


@pytest.mark.parametrize(
    "sentence",
    [
        "J'aimerais savoir qui est l'organisme.",
        "Dites-moi combien d'heures cela dure.",
        "I would like to know who runs it.",
        "Suis-je concernée",
        "Qui gère le titre",
    ],
)
def test_a_question_is_asked_outright_without_its_mark(sentence: str) -> None:
    (segment,) = WORDS.segments(sentence)
    assert segment.outright


@pytest.mark.parametrize("sentence", ["Une technicienne qui donnait des cours.", "La ville où je suis née."])
def test_a_sentence_that_tells_asks_nothing_outright(sentence: str) -> None:
    (segment,) = WORDS.segments(sentence)
    assert not segment.outright


@pytest.mark.parametrize(
    ("message", "pieces"),
    [
        ("c'est combien d'heures et je m'inscris où ?", ["c'est combien d'heures", "je m'inscris où ?"]),
        ("les dates, et c'est qui ?", ["les dates", "c'est qui ?"]),
        ("je vis à Pau et le centre où je travaille est à Dax", None),
        ("j'arrive, la structure dans laquelle je travaille est habilitée", None),
    ],
)
def test_a_message_is_cut_where_a_word_at_the_end_asks_and_not_where_it_tells(message, pieces):
    assert [segment.text.strip() for segment in WORDS.segments(message)] == (pieces or [message])
