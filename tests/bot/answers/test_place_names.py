"""How a territory is named to the adviser."""

import pytest

from bot.answers.place_names import label
from nlu.entities.model import StatedPlace
from rules.loading import load_programme

PROGRAMME = load_programme()


@pytest.mark.parametrize(
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
