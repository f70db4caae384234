"""Places in conversation: moves, homes and places of work, what is supposed, and courses that may have ended."""
# Goes with the mechanism: replaced by the reader (issue 31, 32).

from __future__ import annotations

from nlu.dialogue.interpretation import Interpretation
from nlu.entities.model import StatedPlace
from tests.nlu.dialogue.test_acts import TITLE, interpreted
from tests.support.tables import each_row


def codes(place: StatedPlace | None) -> str:
    return ",".join(place.codes) if place else ""


def courses(interpretation: Interpretation) -> list[str | None]:
    return [frame.facts.get("parcours") for frame in interpretation.frames]


@each_row(
    ("text", "left", "place"),
    [
        ("je quitte mon poste à Tulle pour un poste à Orthez, je change d'organisme pour le titre ?", "19", "64"),
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
    assert (codes(moved.moved_from), courses(moved)) == ("40", ["titre_complet", "ccp1", "modules"])


def test_what_follows_is_about_the_supposed_place_until_another_is_named() -> None:
    supposed = (TITLE, ("si je déménage à Angoulême, ça change quoi ?", "corse_metropole"))
    assert codes(interpreted(*supposed, ("et pour les modules ?", "preciser")).frames[0].place) == "16"
    assert codes(interpreted(*supposed, ("et pour moi ?", "preciser")).state.where) == "40"
    assert codes(interpreted(*supposed, ("et à Pau ?", "preciser")).frames[0].place) == "64"


@each_row(
    "utterances",
    [
        [("je travaille à Agen, qui prépare le titre complet ?", "organisme"), ("mais j'habite à Dax", "preciser")],
        [("mon poste est à Agen et mon logement à Auch, quel organisme pour le titre ?", "organisme")],
    ],
)
def test_home_is_set_aside_for_the_place_of_work_and_that_is_said(utterances: list[tuple[str, str]]) -> None:
    at_home = interpreted(*utterances)
    assert (codes(at_home.frames[0].place), at_home.keeps_workplace) == ("47", True)


def test_home_is_the_place_where_no_place_of_work_is_known() -> None:
    at_home = interpreted(("titre complet à Agen ?", "organisme"), ("j'habite à Dax", "preciser"))
    assert codes(at_home.state.place) == "40"


def test_course_that_may_have_ended_is_doubted() -> None:
    assert interpreted(TITLE, ("La Mêlée ne fait plus le titre complet, paraît-il", "titre_nom")).is_doubted
    assert not interpreted(TITLE, ("et pour les modules ?", "preciser")).is_doubted


def test_whether_what_was_begun_is_finished_there_is_asked() -> None:
    assert interpreted(TITLE, ("je pourrai terminer chez eux ?", "changement_structure", 0.2)).carries_on
    assert not interpreted(TITLE, ("je termine en juin", "preciser")).carries_on
