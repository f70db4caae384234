"""Places in conversation: moves, homes and places of work, what is supposed, and courses that may have ended."""

from __future__ import annotations

from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DialogueState
from tests.nlu.dialogue.test_acts import codes, said, told
from tests.support.tables import each_row
from tests.support.utterances import reading


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
    moved = said(text, reading("organisme", course="titre_complet"), DialogueState())
    assert codes(moved.moved_from) == left
    assert [codes(frame.place) for frame in moved.frames] == [place]
    assert courses(moved) == ["titre_complet"]


def test_what_follows_is_about_the_supposed_place_until_another_is_named() -> None:
    asked = reading("organisme", course="titre_complet", link="meme")
    supposed = said("si je déménage à Angoulême, ça change quoi ?", asked).state
    modules = said("et pour les modules ?", reading("organisme", course="modules", link="meme"), supposed)
    assert codes(modules.frames[0].place) == "16"
    assert codes(said("et pour moi ?", asked, supposed).state.where) == "40"
    assert codes(said("et à Pau ?", asked, supposed).frames[0].place) == "64"


def test_home_is_set_aside_for_the_place_of_work_and_that_is_said() -> None:
    asked = reading("organisme", course="titre_complet")
    at_home = said("mon poste est à Agen et mon logement à Auch, quel organisme pour le titre ?", asked)
    assert (codes(at_home.frames[0].place), at_home.keeps_workplace) == ("47", True)
    works = said("je travaille à Agen, qui prépare le titre complet ?", asked).state
    again = said("mais j'habite à Dax", reading("organisme", course="titre_complet", link="meme", act="dit"), works)
    assert (codes(again.frames[0].place), again.keeps_workplace) == ("47", True)


def test_home_is_the_place_where_no_place_of_work_is_known() -> None:
    asked = said("titre complet à Agen ?", reading("organisme", course="titre_complet"))
    at_home = said("j'habite à Dax", told("dit"), asked.state)
    assert codes(at_home.state.place) == "40"


def test_course_that_may_have_ended_is_doubted() -> None:
    doubting = reading("organisme", course="titre_complet", link="suite")
    assert said("La Mêlée ne fait plus le titre complet, paraît-il", doubting).is_doubted
    assert not said("et pour les modules ?", reading("organisme", course="modules", link="meme")).is_doubted
