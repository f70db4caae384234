"""What advisers ask once they have set an answer aside is found in their message."""

from __future__ import annotations

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.restatements import Restatements
from nlu.entities.clauses import ClauseSplitter
from nlu.entities.lexicon import Lexicon
from tests.support.tables import each_row

LEXICON = Lexicon.load()


def found(text, rejecting=()):
    splitter: ClauseSplitter = LEXICON.clauses
    clauses = [ClassifiedClause(clause, (("non", 1.0),)) for clause in splitter.split(text)]
    return Restatements(LEXICON).find(text, clauses, lambda clause: clause.clause.text in rejecting)


@each_row(
    ("text", "rest"),
    [
        ("Mais non, je ne parle pas du test, l'examen coûte combien ?", "l'examen coûte combien ?"),
        ("nn c pas ma question. ki paie le titre ?", "ki paie le titre ?"),
        ("tu m'as mal lu. Non, pas les dates : qui inscrit ?", "qui inscrit ?"),
        ("non je parle de la durée, pas du prix", "durée"),
        ("No, not the price. How long is it?", "How long is it?"),
        ("you got me wrong, I meant the interview", "the interview"),
        ("sorry, I was asking who pays, not how much", "who pays"),
    ],
)
def test_what_is_meant_stands_without_what_sets_the_answer_aside(text, rest):
    assert found(text).rest == rest


@each_row(
    "text",
    [
        "qui paie les modules ?",
        "non",
        "ce n'est pas ma question",
        "non, pas encore",
        "je n'ai pas ma convocation, puis-je venir ?",
        "merci, et le titre ?",
        "no thanks, who pays?",
    ],
)
def test_message_that_sets_nothing_aside_or_says_nothing_else_is_read_whole(text):
    assert found(text) is None


def test_clause_that_is_heard_to_set_the_answer_aside_is_left_out():
    text = "Les frais, ce n'était pas mon souci. Combien de modules ?"
    assert found(text) is None
    assert found(text, rejecting=("Les frais, ce n'était pas mon souci.",)).rest == "Combien de modules ?"


def test_what_is_only_asked_once_more_rejects_nothing():
    assert not found("non je demande qui paie le titre").rejects
    assert found("non je demande qui paie, pas quand").rejects
