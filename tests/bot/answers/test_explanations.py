"""« Depuis quand ? »: the rule's dates, else those that the answer gives itself."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.answerer import Answerer
from bot.answers.explanations import Explainer
from nlu.dialogue.frames import Frame
from nlu.intents import SINCE_WHEN
from nlu.resources import project_programme

PROGRAMME = project_programme()
ANSWERER = Answerer(PROGRAMME)


def explained(question: str, language: str) -> str:
    [part] = ANSWERER.parts(Frame(question, {}, None), date(2026, 11, 25))
    explain = Explainer(PROGRAMME).explain
    return explain(SINCE_WHEN, part.decision, part.facts, part.place, ANSWERER.texts[language], "De 2021 à 2023.")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_answer_that_gives_its_dates_is_repeated(language: str) -> None:
    assert explained("ac_partenaires", language).startswith("De 2021 à 2023.")


@pytest.mark.parametrize(
    ("language", "start"), [("fr", "Je ne sais pas depuis quand"), ("en", "I don’t know since when")]
)
def test_year_in_an_answer_is_no_date_of_its_rule(language: str, start: str) -> None:
    assert explained("referent_pourquoi", language).startswith(start)
