"""The entity finder: which of several named places is the current place of the adviser."""

from nlu.entities.entity_finder import EntityFinder
from nlu.entities.fact_finder import FactFinder
from nlu.entities.lexicon import Lexicon
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
        # A place left or corrected is dropped, whoever else is at another.
        ("je viens de quitter Bayonne, maintenant je suis à Poitiers", "86"),
        ("j'étais dans le 33, maintenant dans le 40", "40"),
        ("I moved from Lyon to Brest", "29"),
        ("plus en Gironde mais dans les Landes", "40"),
        ("j'ai dit Mont-de-Marsan mais je voulais dire Marmande", "47"),
        ("j'ai oublié de dire que j'étais en Guadeloupe et non en métropole", "971"),
        ("j'étais à Lille, maintenant en Gironde et en Dordogne", "24,33"),
        ("née à Brest, études à Lille, depuis lundi je suis en poste à Marmande", "47"),
        ("laisse tomber Tulle, je reste en Dordogne", "24"),
        ("mon frère est conum dans les Landes, lundi j'étais encore en Guadeloupe, moi mon bureau c'est à Tulle", "19"),
        ("siège social 33000 Bordeaux, moi je suis affectée sur l'antenne de Bayonne", "64"),
        ("muté du 59 vers le 17 depuis septembre", "17"),
        ("j'ai débuté en Corrèze, la com com m'a recrutée à Dax", "40"),
        ("j'exerce à Dax mais la formation est à Bordeaux", "40"),
        ("à Gimont on touche presque la Haute-Garonne", "32"),
        ("oublie ce que j'ai dit sur Dax et Pau, c'est Agen", "47"),
        # Unless its words only resemble a cue.
        ("la personne en poste à Niort m'a répondu, je suis à Pau", "64,79"),
        ("si je suis mutée à Lille qui gère le titre ? là je suis à Pau", "59,64"),
        ("je suis à Tulle c'est une amie de Bordeaux qui m'a envoyé le lien", "19,33"),
        ("vous avez répondu pour la Gironde et vous avez oublié les Landes", "33,40"),
        # The place of work comes before the home.
        ("j'habite Bordeaux, mon poste est à Peyrehorade (40)", "40"),
        ("je travaille à Dax mais j'habite à Bordeaux", "40"),
        ("ma structure est à Tulle, moi j'habite Limoges", "19"),
        ("I live in Bordeaux but I work in Dax", "40"),
        ("j'habite à Dax", "40"),
        # Places without distinct roles are all kept.
        ("j'habite à Dax et ma collègue à Bordeaux", "33,40"),
        ("si j'étais à Pau ou à Dax ?", "40,64"),
        ("le 16, le 17 et le 64", "16,17,64"),
        ("je tourne entre Mourenx, Artix et Orthez", "64"),
        ("moi à Niort, elle à Pau : même organisme ou pas ?", "64,79"),
        ("maintenant que mon collègue est à Pau et moi à Dax", "40,64"),
    ],
)
def test_place_is_that_where_the_adviser_works_now(text: str, codes: str) -> None:
    assert understood(text) == codes


@each_row(
    "text",
    [
        "je ne suis plus dans les Landes",
        "chuis plus dans le 40",
        "on n'est plus à Dax, on a déménagé",
        "I don't work in the Landes any more",
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
        "plus de place dans les Landes ?",
        "je quitte les Landes en mars",
    ],
)
def test_place_beside_the_word_plus_is_not_left(text):
    entities = FINDER.find(text, expected=False, language=None)
    assert entities.place.codes == ("40",)
    assert not entities.excluded_departments
