"""Verdicts: the first words of an answer stand by themselves, however the question is phrased."""

from __future__ import annotations

import re

import pytest

from bot.answers.texts import load_answer_texts
from nlu.training_data.examples import FAQ
from rules.loading import load_programme

PROGRAMME = load_programme(faq=FAQ)
WORDS = load_answer_texts()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("question", sorted(PROGRAMME.tables))
def test_no_answer_says_yes_or_no(question: str, language: str) -> None:
    """The same answer serves « puis-je suivre mes modules ? » and its opposite, « suis-je privé de mes modules ? »."""
    words = WORDS[language]
    for row in PROGRAMME.tables[question].rows:
        text = words.answers[row.then.wording].texte
        assert not re.match(r"(?:Oui|Non|Yes|No)\b", text), text


@pytest.mark.parametrize(
    ("language", "compulsory", "optional"), [("fr", "Obligatoire", "Facultatif"), ("en", "Compulsory", "Optional")]
)
def test_answer_on_compulsory_courses_begins_with_the_verdict(language: str, compulsory: str, optional: str) -> None:
    words = WORDS[language]
    for wording in ("ccp1", "initiale", "modules", "modules_initiale", "modules_continue"):
        assert words.answers[f"obligation_{wording}"].texte.startswith(compulsory)
    assert words.answers["obligation_titre"].texte.startswith(optional)
