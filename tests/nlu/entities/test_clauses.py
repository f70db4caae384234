"""Clauses: where an utterance is cut, and which of its parts ask."""

from __future__ import annotations

from nlu.entities.clauses import MAX_CLAUSES
from nlu.entities.lexicon import Lexicon
from tests.support.tables import each_row

CLAUSES = Lexicon.load().clauses


@each_row(
    ("sentence", "asks"),
    [
        ("J'aimerais savoir qui est l'organisme.", True),
        ("I would like to know who runs it.", True),
        ("Suis-je concernée", True),
        ("Une technicienne qui donnait des cours.", False),
        ("La ville où je suis née.", False),
    ],
)
def test_question_without_its_mark_asks_outright_and_a_statement_does_not(sentence: str, asks: bool) -> None:
    (clause,) = CLAUSES.split(sentence)
    assert clause.asks_outright == asks


@each_row(
    ("utterance", "clauses"),
    [
        ("c'est combien d'heures et je m'inscris où ?", ["c'est combien d'heures", "je m'inscris où ?"]),
        ("je vis à Pau et le centre où je travaille est à Dax", None),
    ],
)
def test_utterance_is_cut_before_a_clause_whose_last_word_asks(utterance, clauses):
    assert [clause.text.strip() for clause in CLAUSES.split(utterance)] == (clauses or [utterance])


def test_what_a_long_mail_asks_outright_is_read_wherever_it_stands() -> None:
    story = ["La voiture se réserve à l'accueil."] * MAX_CLAUSES
    clauses = CLAUSES.split(" ".join([*story, "Combien d'heures cela prend ?", *story]))
    assert len(clauses) == MAX_CLAUSES
    assert [clause.text for clause in clauses if clause.asks_outright] == ["Combien d'heures cela prend ?"]
    assert [clause.start for clause in clauses] == sorted(clause.start for clause in clauses)
