"""Which of the places that a message names is the adviser's: the one meant now, and where they work."""

import pytest

from nlu.evaluation.territory_sentences import load_finder
from nlu.facts import FactFinder
from nlu.mentions import Finder
from nlu.segments import Words
from rules.loading import load_programme

FINDER = Finder(load_finder(), FactFinder.load(load_programme().facts), Words.load())


def understood(text: str) -> str:
    """The codes of the territory, with a question mark where one of them must be chosen."""
    territory = FINDER.find(text, expected=False, language=None).territory
    return ",".join(sorted(territory.codes)) + "?" * territory.ambiguous if territory else ""


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("je viens de quitter Bayonne, maintenant je suis à Poitiers", "86"),
        ("j'ai quitté Lyon pour Brest", "29"),
        ("avant j'étais à Lille, désormais je bosse à Tulle", "19"),
        ("j'étais dans le 33, maintenant dans le 40", "40"),
        ("ancien conseiller à Lyon, aujourd'hui à Brest", "29"),
        ("je suis à Poitiers maintenant, avant Bayonne", "86"),
        ("mutée de Niort à Saintes", "17"),
        ("I used to be in Lyon, now in Brest", "29"),
        ("I moved from Lyon to Brest", "29"),
        ("I was in the 33, now I'm based in the 40", "40"),
        ("formerly in Dax, currently in Agen", "47"),
        ("plus en Gironde mais dans les Landes", "40"),
        ("j'ai dit Mont-de-Marsan mais je voulais dire Marmande", "47"),
        ("j'ai écrit Pau, je voulais écrire Dax", "40"),
        ("je me suis trompé, j'ai mis Tulle, je voulais mettre Guéret", "23"),
        ("j'ai oublié de dire que j'étais en Guadeloupe et non en métropole", "971"),
        ("I forgot to say that I was in Guadeloupe and not in mainland France", "971"),
        ("I don't work in Lyon anymore but in Brest", "29"),
        ("j'étais à Lille, maintenant en Gironde et en Dordogne", "24,33"),
        ("I said Pau but I meant Dax", "40"),
    ],
)
def test_the_place_left_or_corrected_gives_way(text: str, meant: str) -> None:
    assert understood(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("j'habite Bordeaux, mon poste est à Peyrehorade (40)", "40"),
        ("j'habite à Bordeaux mais je travaille à Dax", "40"),
        ("je travaille à Dax mais j'habite à Bordeaux", "40"),
        ("je vis en Charente et je suis conseillère en Dordogne", "24"),
        ("ma structure est à Tulle, moi j'habite Limoges", "19"),
        ("I live in Bordeaux but I work in Dax", "40"),
        ("j'habite à Dax", "40"),
    ],
)
def test_the_work_place_comes_before_the_home(text: str, meant: str) -> None:
    assert understood(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("j'habite à Dax et ma collègue à Bordeaux", "33,40"),
        ("je bosse à Dax et ma collègue est en Dordogne", "24,40"),
        ("j'ai quitté Lyon", "69"),
        ("si j'étais à Pau ou à Dax ?", "40,64"),
        ("Pau et Dax", "40,64"),
        ("le 16, le 17 et le 64", "16,17,64"),
        ("maintenant que mon collègue est à Pau et moi à Dax", "40,64"),
    ],
)
def test_places_that_nothing_sets_apart_are_kept(text: str, meant: str) -> None:
    assert understood(text) == meant


@pytest.mark.parametrize("text", ["puis-je faire un module avant le CCP1 ?", "j'ai dit le titre"])
def test_words_that_set_a_place_aside_leave_courses_alone(text: str) -> None:
    assert FINDER.find(text, expected=False, language=None).courses
