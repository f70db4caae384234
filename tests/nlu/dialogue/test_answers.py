"""Answers: what an adviser says of the options of the question that the assistant put."""

from __future__ import annotations

from nlu.dialogue.answers import AnswerKind, AwaitedAnswer
from nlu.dialogue.state import AwaitedFact
from nlu.resources import project_resources
from tests.evaluation.answers import resolved, right, wrong_values
from tests.support.tables import each_row

RESOLVER = project_resources().interpreter.answers

COURSE = AwaitedFact("parcours", ("ccp1", "modules", "aidants_connect", "titre_complet"))
FAMILY = AwaitedFact("famille", ("prise_en_main", "intervenir"))
CONVOCATION = AwaitedFact("convocation", ("recue", "pas_recue"))
ACCREDITATION = AwaitedFact("habilitation", ("oui", "non"))
EXAM = AwaitedFact("examen_ccp1", ("reussi", "echoue"))
ALPS = AwaitedFact("territoire", ("04", "05", "06"))


@each_row(
    ("text", "awaited", "expected"),
    [
        ("modulles", COURSE, ("modules",)),
        ("the one new hires have to do", COURSE, ("ccp1",)),
        ("pas le CCP1, le titre", COURSE, ("titre_complet",)),
        ("celui de l'île", AwaitedFact("territoire", ("93", "974")), ("974",)),
        ("code postal 33000", AwaitedFact("territoire"), ("33",)),
        ("2", COURSE, ("modules",)),
        ("le premier", ALPS, ("04",)),
        ("the last one", COURSE, ("titre_complet",)),
        ("les deux premières", COURSE, ("ccp1", "modules")),
        ("toutes", COURSE, COURSE.options),
        ("toujours pas", ACCREDITATION, ("non",)),
        ("oui mais raté", EXAM, ("echoue",)),
        ("moi non mais Karim oui", CONVOCATION, ("pas_recue",)),
        ("Pas « prise en main », je l'ai faite ; l'autre.", FAMILY, ("intervenir",)),
    ],
)
def test_option_is_named_described_counted_or_corrected(text, awaited, expected):
    assert RESOLVER.resolve(text, awaited, "fr").values == expected


@each_row(
    ("text", "awaited", "kind"),
    [
        ("je ne sais pas si on est habilités", ACCREDITATION, AnswerKind.UNKNOWN),
        ("no clue", ACCREDITATION, AnswerKind.UNKNOWN),
        ("none of these", COURSE, AnswerKind.NONE),
        ("aucune de celles-là", COURSE, AnswerKind.NONE),
        ("la mairie oui, l'asso non", ACCREDITATION, AnswerKind.UNCLEAR),
    ],
)
def test_adviser_who_does_not_know_refuses_or_says_both_gives_no_value(text, awaited, kind):
    assert RESOLVER.resolve(text, awaited, "fr") == AwaitedAnswer(kind)


@each_row(
    ("text", "awaited"),
    [
        ("c'est quoi l'habilitation ?", ACCREDITATION),
        ("l'asso voisine l'est", ACCREDITATION),
        ("d'accord", CONVOCATION),
        ("mon stagiaire l'a réussi", EXAM),
        ("oui", COURSE.aside()),
        ("la première", COURSE.aside()),
    ],
)
def test_question_or_news_of_someone_else_or_yes_to_nothing_asked_is_no_answer(text, awaited):
    assert RESOLVER.resolve(text, awaited, "fr") is None


def test_answers_of_the_development_set_are_heard():
    answers = resolved("development")
    assert right(answers).share >= 0.9
    assert wrong_values(answers).share <= 0.03
