"""Joined questions: what the parts of a clause mean tells whether it asks several."""

from __future__ import annotations

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.joined_questions import SURE_PART, separated
from nlu.entities.clauses import Clause
from nlu.forms import QuestionForm

QUESTIONS = {"format", "cpf", "vae_ccp2", "organisme"}


def classified(text: str, start: int, intent: str, confidence: float = 1.0, context: str = "") -> ClassifiedClause:
    contextual = ((context, 1.0),) if context else ()
    return ClassifiedClause(Clause(text, start, interrogative=False), ((intent, confidence),), contextual)


def joined(*parts: ClassifiedClause, asks: bool = True, intent: str = "preciser") -> ClassifiedClause:
    text = " ".join(part.clause.text for part in parts)
    return ClassifiedClause(Clause(text, 0, interrogative=asks), ((intent, 0.9),), parts=parts)


def texts(clause: ClassifiedClause) -> list[tuple[str, str]]:
    return [
        (part.clause.text.strip(), part.intent) for part in separated(clause, QUESTIONS, lambda _: QuestionForm.NONE)
    ]


IN_VAE = classified("on peut le faire en VAE", 0, "vae_ccp2")
WITH_CPF = classified("avec le CPF", 24, "cpf")


def test_parts_that_mean_two_questions_for_sure_are_two() -> None:
    assert texts(joined(IN_VAE, WITH_CPF)) == [("on peut le faire en VAE", "vae_ccp2"), ("avec le CPF", "cpf")]


def test_part_that_asks_nothing_of_its_own_belongs_to_the_one_before() -> None:
    title = classified("le titre", 24, "preciser")
    with_cpf = classified("avec le CPF", 33, "cpf")
    assert texts(joined(IN_VAE, title, with_cpf)) == [
        ("on peut le faire en VAE le titre", "vae_ccp2"),
        ("avec le CPF", "cpf"),
    ]


def test_parts_that_ask_the_same_or_are_not_sure_are_one() -> None:
    same = joined(IN_VAE, classified("en équivalence", 24, "vae_ccp2"))
    unsure = joined(IN_VAE, classified("avec le CPF", 24, "cpf", SURE_PART - 0.1))
    assert [len(texts(clause)) for clause in (same, unsure)] == [1, 1]


def test_later_part_may_be_understood_as_what_follows_a_question() -> None:
    who = classified("avec qui", 24, "hors_sujet", context="organisme")
    assert [intent for _, intent in texts(joined(IN_VAE, who))] == ["vae_ccp2", "organisme"]


def test_clause_that_tells_a_story_is_left_whole() -> None:
    assert len(texts(joined(IN_VAE, WITH_CPF, asks=False))) == 1
    assert len(texts(joined(IN_VAE, WITH_CPF, asks=False, intent="format"))) == 2
