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
SAINT_DENIS = AwaitedFact("territoire", ("93", "974"))
ALPS = AwaitedFact("territoire", ("04", "05", "06"))
PLACE = AwaitedFact("territoire")


def values(text: str, awaited: AwaitedFact) -> tuple[str, ...] | None:
    answer = RESOLVER.resolve(text, awaited, "fr")
    return answer.values if answer and answer.kind == AnswerKind.VALUES else None


@each_row(
    ("text", "awaited", "expected"),
    [
        ("les modules complémentaires", COURSE, ("modules",)),
        ("modulles", COURSE, ("modules",)),
        ("celle qu'on fait en arrivant", COURSE, ("ccp1",)),
        ("the one new hires have to do", COURSE, ("ccp1",)),
        ("pas le CCP1, le titre", COURSE, ("titre_complet",)),
        ("celui de l'île", SAINT_DENIS, ("974",)),
        ("les hautes", ALPS, ("05",)),
        ("code postal 33000", PLACE, ("33",)),
        ("Guéret", PLACE, ("23",)),
    ],
)
def test_option_is_named_or_described(text, awaited, expected):
    assert values(text, awaited) == expected


@each_row(
    ("text", "awaited", "expected"),
    [
        ("2", COURSE, ("modules",)),
        ("la 2", COURSE, ("modules",)),
        ("le premier", ALPS, ("04",)),
        ("the last one", COURSE, ("titre_complet",)),
        ("les deux premières", COURSE, ("ccp1", "modules")),
        ("toutes", COURSE, COURSE.options),
        ("les deux", FAMILY, FAMILY.options),
    ],
)
def test_option_is_meant_by_its_place_in_the_list(text, awaited, expected):
    assert values(text, awaited) == expected


@each_row(
    ("text", "awaited", "expected"),
    [
        ("oui", ACCREDITATION, ("oui",)),
        ("pas encore", CONVOCATION, ("pas_recue",)),
        ("toujours pas", ACCREDITATION, ("non",)),
        ("oui mais raté", EXAM, ("echoue",)),
        ("ouiii", CONVOCATION, ("recue",)),
        ("moi non mais Karim oui", CONVOCATION, ("pas_recue",)),
        ("Pas « prise en main », je l'ai faite ; l'autre.", FAMILY, ("intervenir",)),
        (
            "initiale... non attendez, mon parcours est terminé",
            AwaitedFact("cadre", ("initiale", "continue")),
            ("continue",),
        ),
    ],
)
def test_yes_no_and_corrections_give_the_value_that_holds(text, awaited, expected):
    assert values(text, awaited) == expected


@each_row("text", ["je ne sais pas", "aucune idée", "je ne sais pas si on est habilités", "no clue"])
def test_adviser_who_does_not_know_gives_no_value(text):
    assert RESOLVER.resolve(text, ACCREDITATION, "fr") == AwaitedAnswer(AnswerKind.UNKNOWN)


@each_row("text", ["aucune", "none of these", "aucune de celles-là"])
def test_refusal_of_every_option_gives_no_value(text):
    assert RESOLVER.resolve(text, COURSE, "fr") == AwaitedAnswer(AnswerKind.NONE)


@each_row(
    ("text", "awaited"),
    [
        ("c'est quoi l'habilitation ?", ACCREDITATION),
        ("l'asso voisine l'est", ACCREDITATION),
        ("ok", ACCREDITATION),
        ("d'accord", CONVOCATION),
        ("mon stagiaire l'a réussi", EXAM),
        ("qui paie le repas ?", COURSE),
    ],
)
def test_question_or_news_of_someone_else_is_no_answer(text, awaited):
    assert RESOLVER.resolve(text, awaited, "fr") is None


def test_two_values_at_once_are_not_decided():
    answer = RESOLVER.resolve("la mairie oui, l'asso non", ACCREDITATION, "fr")
    assert answer == AwaitedAnswer(AnswerKind.UNCLEAR)


@each_row("text", ["oui", "la première", "je ne sais pas", "toutes"])
def test_question_that_the_last_reply_did_not_put_is_answered_by_name_alone(text):
    assert RESOLVER.resolve(text, COURSE.aside(), "fr") is None
    assert RESOLVER.resolve("Aidants Connect", COURSE.aside(), "fr") is not None


def test_answers_of_the_development_set_are_heard():
    answers = resolved("development")
    assert right(answers).share >= 0.9
    assert wrong_values(answers).share <= 0.03
