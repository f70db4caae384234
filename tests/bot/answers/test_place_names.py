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
        (("19", "23", "87"), "Limousin", "Limousin"),
        (("40", "64"), "Dax, Pau", "Dax, Pau"),
    ],
)
def test_a_town_is_named_with_its_department(codes: tuple[str, ...], name: str, shown: str) -> None:
    assert label(PROGRAMME, StatedPlace(codes, name)) == shown


@each_row(
    ("place", "answered", "shown"),
    [
        (StatedPlace(("22", "29", "35", "56"), "Bretagne"), None, "en Bretagne"),
        (StatedPlace(("40", "64"), "Dax, Pau"), None, "dans les Landes et dans les Pyrénées-Atlantiques"),
        (StatedPlace(("22", "29", "35", "56"), "Bretagne"), ("29", "56"), "dans le Finistère et dans le Morbihan"),
        (StatedPlace(("2A", "2B"), "Corse", ambiguous=True), None, "en Corse-du-Sud ou en Haute-Corse"),
    ],
)
def test_a_whole_region_is_named_and_other_departments_are_enumerated(
    place: StatedPlace, answered: tuple[str, ...] | None, shown: str
) -> None:
    assert phrase(PROGRAMME, place, TEXTS["fr"], answered) == shown
