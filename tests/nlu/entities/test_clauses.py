"""Clauses: where an utterance is cut, and which of its parts ask."""

from __future__ import annotations

import pytest

from nlu.entities.lexicon import Lexicon

CLAUSES = Lexicon.load().clauses


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
def test_question_without_its_mark_asks_outright(sentence: str) -> None:
    (clause,) = CLAUSES.split(sentence)
    assert clause.asks_outright


@pytest.mark.parametrize("sentence", ["Une technicienne qui donnait des cours.", "La ville où je suis née."])
def test_statement_asks_nothing_outright(sentence: str) -> None:
    (clause,) = CLAUSES.split(sentence)
    assert not clause.asks_outright


@pytest.mark.parametrize(
    ("utterance", "clauses"),
    [
        ("c'est combien d'heures et je m'inscris où ?", ["c'est combien d'heures", "je m'inscris où ?"]),
        ("les dates, et c'est qui ?", ["les dates", "c'est qui ?"]),
        ("je vis à Pau et le centre où je travaille est à Dax", None),
        ("j'arrive, la structure dans laquelle je travaille est habilitée", None),
    ],
)
def test_utterance_is_cut_before_a_clause_whose_last_word_asks(utterance, clauses):
    assert [clause.text.strip() for clause in CLAUSES.split(utterance)] == (clauses or [utterance])
