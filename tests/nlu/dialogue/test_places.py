"""Places in conversation: moves, homes and places of work, what is supposed, and courses that may have ended."""

from __future__ import annotations

import pytest

from nlu.dialogue.interpretation import Interpretation
from nlu.entities.model import StatedPlace
from nlu.forms import QuestionForm
from tests.nlu.dialogue.test_acts import TITLE, interpreted
from tests.support.tables import each_row

COURSES = ["titre_complet", "ccp1", "modules"]
AT_AGEN = ("je travaille à Agen, qui prépare le titre complet ?", "organisme")


def codes(place: StatedPlace | None) -> str:
    return ",".join(place.codes) if place else ""


def courses(interpretation: Interpretation) -> list[str | None]:
    return [frame.facts.get("parcours") for frame in interpretation.frames]


@each_row(
    ("text", "left", "place"),
    [
        ("je quitte mon poste à Tulle pour un poste à Orthez, je change d'organisme pour le titre ?", "19", "64"),
        (
            "je travaille à Niort et je pars en mai pour Dax, je change d'organisme pour le titre ?",
            "79",
            "40",
        ),
        ("j'ai commencé le titre complet à Guéret, je le finis à Pau : je change d'organisme ?", "23", "64"),
        ("I'm leaving my job in Limoges for one in Dax, do I change organisation for the full title?", "87", "40"),
    ],
)
def test_move_is_from_one_place_to_the_other(text: str, left: str, place: str) -> None:
    moved = interpreted((text, "organisme"))
    assert codes(moved.moved_from) == left
    assert [codes(frame.place) for frame in moved.frames] == [place]
    assert courses(moved) == ["titre_complet"]


def test_move_that_names_no_course_changes_each_course_or_not() -> None:
    moved = interpreted(TITLE, ("je suis mutée à Guéret, ça change quelque chose ?", "corse_metropole"))
    assert (codes(moved.moved_from), courses(moved)) == ("40", COURSES)


def test_move_within_the_mainland_says_nothing_of_overseas() -> None:
    moved = interpreted(TITLE, ("et si je passe de Dax à Limoges ?", "corse_metropole"))
    assert moved.intent == "organisme"
    assert interpreted(("à Ajaccio c'est comme en métropole ?", "corse_metropole")).intent == "corse_metropole"


def test_what_follows_is_about_the_supposed_place_until_another_is_named() -> None:
    supposed = (TITLE, ("si je déménage à Angoulême, ça change quoi ?", "corse_metropole"))
    assert codes(interpreted(*supposed, ("et pour les modules ?", "preciser")).frames[0].place) == "16"
    assert codes(interpreted(*supposed, ("et pour moi ?", "preciser")).state.where) == "40"
    assert codes(interpreted(*supposed, ("et à Pau ?", "preciser")).frames[0].place) == "64"


def test_home_is_not_the_place_of_work() -> None:
    at_home = interpreted(AT_AGEN, ("mais j'habite dans les Landes, ce n'est pas La Mêlée ?", "preciser"))
    assert codes(at_home.frames[0].place) == "47"
    assert at_home.keeps_workplace


def test_home_is_the_place_where_no_place_of_work_is_known() -> None:
    assert (
        codes(interpreted(("titre complet à Agen ?", "organisme"), ("j'habite à Dax", "preciser")).state.place) == "40"
    )


def test_home_beside_a_place_of_work_is_said_to_be_set_aside() -> None:
    text = "mon poste est à Agen et mon logement à Auch, quel organisme pour le titre complet ?"
    both = interpreted((text, "organisme"))
    assert (codes(both.frames[0].place), both.keeps_workplace) == ("47", True)


def test_course_that_was_answered_about_is_not_the_one_that_is_asked_about() -> None:
    asked = interpreted(TITLE, ("vous avez répondu sur le CCP1, je parlais DU TITRE COMPLET", "preciser"))
    assert (courses(asked), codes(asked.frames[0].place)) == (["titre_complet"], "40")


@pytest.mark.parametrize("doubt", ["ça existe encore, ce titre ?", "La Mêlée ne fait plus le titre complet, paraît-il"])
def test_course_that_may_have_ended_is_doubted(doubt: str) -> None:
    assert interpreted(TITLE, (doubt, "titre_nom")).is_doubted
    assert not interpreted(TITLE, ("et pour les modules ?", "preciser")).is_doubted
    assert not interpreted(("qui gère le CCP1 à Dax ?", "organisme"), ("ça existe encore ?", "hors_sujet")).is_doubted


def test_organisation_that_does_not_serve_a_place_answers_for_its_own() -> None:
    asked = interpreted(TITLE, ("et l'ENSC, elle prépare encore au titre complet ?", "organisme"))
    assert (asked.frames[0].question, asked.frames[0].facts["organisme_cite"]) == ("acteur", "ensc")


def test_whether_what_was_begun_is_finished_there_is_asked() -> None:
    assert interpreted(TITLE, ("je pourrai terminer chez eux ?", "changement_structure", 0.2)).carries_on
    assert not interpreted(TITLE, ("je termine en juin", "preciser")).carries_on


def test_which_of_two_places_counts_is_one_question() -> None:
    asked = interpreted(TITLE, ("which one counts, my home or my employer?", "domicile_ou_employeur"))
    assert [frame.question for frame in asked.frames] == ["domicile_ou_employeur"]
    assert asked.form is not QuestionForm.COMPARE


def test_organisations_of_no_shared_course_are_chosen_between_by_the_last_course() -> None:
    asked = interpreted(TITLE, ("La Fabrik ou La Mêlée ?", "organisme"))
    assert (asked.organisations, courses(asked)) == (("fabrik", "la_melee"), ["titre_complet"])
