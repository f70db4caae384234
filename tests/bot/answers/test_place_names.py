"""How a territory is named to the adviser."""

from bot.answers.place_names import label, phrase
from bot.answers.texts import load_answer_texts
from nlu.entities.model import StatedPlace
from rules.loading import load_programme
from tests.support.tables import each_row

PROGRAMME = load_programme()
TEXTS = load_answer_texts()


@each_row(
    ("codes", "name", "shown"),
    [
        (("19",), "Tulle", "Tulle (Corrèze)"),
        (("19",), "Corrèze", "Corrèze"),
        (("974",), "Saint-Denis", "Saint-Denis (La Réunion)"),
        (("19", "23", "87"), "Limousin", "Limousin"),
        (("40", "64"), "Dax, Pau", "Dax, Pau"),
    ],
)
def test_a_town_is_named_with_its_department(codes: tuple[str, ...], name: str, shown: str) -> None:
    assert label(PROGRAMME, StatedPlace(codes, name)) == shown


@each_row(
    ("codes", "name", "in_french", "in_english"),
    [
        (("22", "29", "35", "56"), "Bretagne", "en Bretagne", "in Brittany"),
        (("2A", "2B"), "Corse", "en Corse", "in Corsica"),
        (("974",), "La Réunion", "à La Réunion", "in La Réunion"),
    ],
)
def test_a_region_of_few_departments_is_named_as_a_whole(
    codes: tuple[str, ...], name: str, in_french: str, in_english: str
) -> None:
    region = StatedPlace(codes, name)
    assert phrase(PROGRAMME, region, TEXTS["fr"]) == in_french
    assert phrase(PROGRAMME, region, TEXTS["en"]) == in_english


@each_row(
    ("place", "answered", "shown"),
    [
        (StatedPlace(("40", "64"), "Dax, Pau"), None, "dans les Landes et dans les Pyrénées-Atlantiques"),
        (StatedPlace(("22", "29", "35", "56"), "Bretagne"), ("29", "56"), "dans le Finistère et dans le Morbihan"),
        (StatedPlace(("2A", "2B"), "Corse", ambiguous=True), None, "en Corse-du-Sud ou en Haute-Corse"),
    ],
)
def test_departments_that_are_not_a_whole_region_are_enumerated(
    place: StatedPlace, answered: tuple[str, ...] | None, shown: str
) -> None:
    assert phrase(PROGRAMME, place, TEXTS["fr"], answered) == shown
