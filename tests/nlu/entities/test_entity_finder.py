"""The entity finder: which of several named places is the current place of the adviser."""

import pytest

from nlu.entities.entity_finder import EntityFinder
from nlu.entities.fact_finder import FactFinder
from nlu.entities.lexicon import Lexicon
from nlu.entities.place_roles import is_current
from rules.loading import load_programme
from tests.evaluation.territory_sentences import load_finder
from tests.support.tables import each_row

LEXICON = Lexicon.load()
FINDER = EntityFinder(load_finder(), FactFinder.load(load_programme().facts), LEXICON)


def understood(text: str) -> str:
    """The codes of the place, followed by a question mark if the adviser has to choose among them."""
    place = FINDER.find(text, expected=False, language=None).place
    return ",".join(sorted(place.codes)) + "?" * place.ambiguous if place else ""


@each_row(
    ("text", "codes"),
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
        ("née à Brest, études à Lille, depuis lundi je suis en poste à Marmande", "47"),
        ("j'étais en poste à Niort, maintenant à Tulle", "19"),
        ("ma famille est à Lyon mais j'ai été mutée à Guéret", "23"),
        ("we moved from Brest to Agen last year, I'm now a digital adviser with the Agen town hall", "47"),
        ("hired in Brest, then transferred by my employer to Guéret", "23"),
        ("laisse tomber Tulle, je reste en Dordogne", "24"),
        ("non Brest c'est ma collègue, moi je suis à Guéret", "23"),
        ("ma collègue est à Cayenne mais moi jbosse à Niort", "79"),
        ("mon frère est conum dans les Landes, lundi j'étais encore en Guadeloupe, moi mon bureau c'est à Tulle", "19"),
        ("siège social 33000 Bordeaux, moi je suis affectée sur l'antenne de Bayonne", "64"),
        ("ma sœur est à Niort, moi c'est à Tulle que je travaille", "19"),
        ("Mayotte it's my colleague, I work in Niort", "79"),
        ("moi mon employeur est à Lille mais je suis basée à Pau", "64"),
        ("muté du 59 vers le 17 depuis septembre", "17"),
        ("c'est quoi l'organisme pour le 64... euh pardon le 40, j'ai changé de secteur", "40"),
        ("née à Dunkerque, en poste à Avignon", "84"),
        (
            "j'ai commencé à Brive, puis j'ai bossé 8 mois dans une boîte à Agen, et on m'a reprise à Oloron",
            "64",
        ),
        ("j'ai débuté en Corrèze, la com com m'a recrutée à Dax", "40"),
        ("j'exerce à Dax mais la formation est à Bordeaux", "40"),
        ("Avant j'étais à Limoges, maintenant je suis près de Périgueux", "24"),
        ("je travaille près de Dax, le siège est à Bordeaux", "40"),
        ("I work near Dax, my employer's head office is in Bordeaux", "40"),
        ("à Gimont on touche presque la Haute-Garonne", "32"),
        ("je suis à Mimizan, tout près d'Arcachon", "40"),
        ("in Marmande, close to the Landes", "47"),
        ("born in Brest, studied in Rennes, now working in Cherbourg", "50"),
        ("qui forme dans le 33 ? en fait oublie le 33 je suis dans le 47", "47"),
        ("en poste à Bastia, session à Ajaccio", "2B"),
        ("my boss is in Paris, I'm based in Le Havre", "76"),
        ("c'est pour ma collègue à Brest, moi je suis à Rennes", "29"),
        ("asking for a colleague in Strasbourg, I'm in Mulhouse myself", "67"),
        ("oublie ce que j'ai dit sur Dax et Pau, c'est Agen", "47"),
        ("Je suis née à Lille, je travaille à Pau, qui gère les différentes formations ?", "64"),
        ("partout en métropole, mais ici à Artix", "09,64?"),
    ],
)
def test_place_left_or_corrected_is_dropped(text: str, codes: str) -> None:
    assert understood(text) == codes


@each_row(
    ("text", "codes"),
    [
        ("qui gère le CCP1 en métropole ? je suis à Saint-Denis", "93,974?"),
        ("la personne en poste à Niort m'a répondu, je suis à Pau", "64,79"),
        ("ma collègue en poste à Niort me demande qui gère le titre, je suis à Tulle", "19,79"),
        ("si je suis mutée à Lille qui gère le titre ? là je suis à Pau", "59,64"),
        ("The training moved to Lille last year but I am in Pau", "59,64"),
        ("je suis à Tulle c'est une amie de Bordeaux qui m'a envoyé le lien", "19,33"),
        ("moi mon hub c'est Bordeaux mais je vais à Tulle", "19,33"),
        ("dites-moi qui gère le titre à Niort. Je suis à Tulle", "19,79"),
        ("je suis au siège social à Lille, on a aussi une antenne à Pau", "59,64"),
        ("vous avez répondu pour la Gironde et vous avez oublié les Landes", "33,40"),
        ("ma collègue est à Brest, je suis à Dax. Quelles sont les différentes formations ?", "29,40"),
    ],
)
def test_place_is_not_chosen_by_words_resembling_a_cue(text: str, codes: str) -> None:
    assert understood(text) == codes


def test_place_of_another_person_is_not_the_advisers() -> None:
    assert is_current("moi j'ai mon bureau à ", LEXICON.cues)
    assert is_current("c'est ma collègue, moi je suis à ", LEXICON.cues)
    assert not is_current("ma collègue, je crois, qui dit qu'en poste à ", LEXICON.cues)


@each_row(
    ("text", "codes"),
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
def test_work_place_comes_before_the_home(text: str, codes: str) -> None:
    assert understood(text) == codes


@each_row(
    ("text", "codes"),
    [
        ("j'habite à Dax et ma collègue à Bordeaux", "33,40"),
        ("je bosse à Dax et ma collègue est en Dordogne", "24,40"),
        ("si j'étais à Pau ou à Dax ?", "40,64"),
        ("Pau et Dax", "40,64"),
        ("le 16, le 17 et le 64", "16,17,64"),
        ("maintenant que mon collègue est à Pau et moi à Dax", "40,64"),
    ],
)
def test_places_without_distinct_roles_are_all_kept(text: str, codes: str) -> None:
    assert understood(text) == codes


@pytest.mark.parametrize("text", ["puis-je faire un module avant le CCP1 ?", "j'ai dit le titre"])
def test_words_that_set_a_place_aside_leave_courses_alone(text: str) -> None:
    assert FINDER.find(text, expected=False, language=None).courses


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("moi j'ai raté l'examen du CCP1, puis-je suivre un module d'une autre famille ?", "examen_ccp1"),
        ("tell me who is the coordinator of a module, our organisation is accredited", "habilitation"),
    ],
)
def test_family_of_modules_or_coordinator_is_not_another_person(text: str, fact: str) -> None:
    assert fact in FINDER.find(text, expected=False, language=None).facts


@each_row(
    ("text", "codes"),
    [
        ("je tourne entre Mourenx, Artix et Orthez", "64"),  # there is an Artix in Ariège too
        ("moi à Niort, elle à Pau : même organisme ou pas ?", "64,79"),
        ("ma coordo est à Tulle, moi à cognac", "16,19"),
        ("Niort and Pau, is it the same body?", "64,79"),
        ("je profite de ma pause entre deux rendez-vous à Tulle", "19"),
    ],
)
def test_enumerated_places_are_taken_together(text: str, codes: str) -> None:
    assert understood(text) == codes


@each_row(
    "text",
    [
        "je ne suis plus dans les Landes",
        "je ne travaille plus à Dax",
        "j'ai quitté les Landes",
        "chuis plus dans le 40",
        "on n'est plus à Dax, on a déménagé",
        "I'm no longer in the Landes",
        "I don't work in the Landes any more",
        "I'm no longer based in Dax",
    ],
)
def test_place_that_the_adviser_has_left_is_not_current(text):
    entities = FINDER.find(text, expected=False, language=None)
    assert (entities.place, entities.excluded_departments) == (None, ("40",))


@each_row(
    "text",
    [
        "en plus, dans les Landes on paie ?",
        "moi non plus dans les Landes",
        "je suis toujours dans les Landes",
        "plus de place dans les Landes ?",
        "la région dont les Landes",
        "je quitte les Landes en mars",
    ],
)
def test_place_beside_the_word_plus_is_not_left(text):
    entities = FINDER.find(text, expected=False, language=None)
    assert entities.place.codes == ("40",)
    assert not entities.excluded_departments
