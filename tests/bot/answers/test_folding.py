"""Folding: an answer is short before the adviser's eyes, and nothing of it is lost."""

from __future__ import annotations

from datetime import date
from statistics import median

import pytest

from bot.answers.answerer import Answerer
from bot.answers.folding import MAX_WORDS, folded
from bot.answers.place_names import department, departments
from bot.answers.texts import load_answer_texts
from bot.messages import Fold, Reply
from nlu.dialogue.frames import Frame
from nlu.entities.model import StatedPlace
from nlu.resources import project_programme
from rules.ids import FactId

TODAY = date(2026, 11, 27)
PROGRAMME = project_programme()
TEXTS = load_answer_texts()["fr"]
MAX_MEDIAN_WORDS = 45

VERDICT = "Oui. " + "mot " * 40
DETAIL = "détail " * 40
NOTICE = "À noter : " + "avis " * 40


def places() -> list[StatedPlace | None]:
    regions = ("Nouvelle-Aquitaine", "Bretagne")
    codes = [[code for code, place in PROGRAMME.territories.items() if place.region == region] for region in regions]
    single = [department(PROGRAMME, code) for code in ("40", "75", "35", "971", "2A")]
    return [None, *single, *(departments(PROGRAMME, group, "") for group in codes)]


def frames() -> list[Frame]:
    """Every question, of every course and some places, where its answer reads them; the path of each situation."""
    found = []
    for question, table in PROGRAMME.tables.items():
        courses = PROGRAMME.facts[FactId.COURSE].values if FactId.COURSE in table.reads else ()
        for course in (None, *courses):
            facts = {FactId.COURSE.value: course} if course else {}
            found += [Frame(question, facts, place) for place in (places() if FactId.PLACE in table.reads else [None])]
    for situation in PROGRAMME.facts["situation"].values:
        found += [Frame("mon_parcours", {"situation": situation}, place) for place in places()]
    return found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_answers_are_short_before_the_adviser(language: str) -> None:
    answerer = Answerer(PROGRAMME)
    words = {frame.question: [] for frame in frames()}
    for frame in frames():
        words[frame.question].append(folded(answerer.answer(frame, language, TODAY), answerer.texts[language]).words)
    assert {question: max(counts) for question, counts in words.items() if max(counts) > MAX_WORDS} == {}
    assert median(count for counts in words.values() for count in counts) < MAX_MEDIAN_WORDS


def test_notices_are_folded_first_and_stay_in_the_text() -> None:
    reply = Reply("fr", (VERDICT, DETAIL), notices=(NOTICE,))
    shown = folded(reply, TEXTS)
    assert shown.blocks == (VERDICT, DETAIL, Fold("À savoir aussi", (NOTICE,)))
    assert shown.notices == ()
    assert NOTICE in shown.text


def test_what_quotes_the_adviser_is_never_folded() -> None:
    quote = "Je n’ai pas compris : « la cantine »."
    reply = Reply("fr", (VERDICT, DETAIL, DETAIL + "encore", quote), quoting=(quote,))
    assert quote in folded(reply, TEXTS).blocks
