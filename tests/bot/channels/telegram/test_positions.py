"""A shared position gives the department in which it lies, in metropolitan France and the overseas departments."""

from __future__ import annotations

from bot.channels.telegram.positions import _rings, department_at
from nlu.resources import project_programme
from tests.support.tables import each_row


@each_row(
    ("place", "latitude", "longitude", "code"),
    [
        ("Mont-de-Marsan", 43.8904, -0.5006, "40"),
        ("Ajaccio", 41.9192, 8.7386, "2A"),
        ("Vincennes, by the gates of Paris", 48.8474, 2.4390, "94"),
        ("Valréas, Vaucluse's enclave in the Drôme", 44.3848, 4.9908, "84"),
        ("Saint-Denis de La Réunion", -20.8823, 55.4504, "974"),
        ("Genève", 46.2044, 6.1432, None),
        ("in the Atlantic", 45.0, -3.0, None),
    ],
)
def test_a_position_gives_its_department_or_none(
    place: str, latitude: float, longitude: float, code: str | None
) -> None:
    assert department_at(longitude, latitude) == code, place


def test_every_department_of_the_programme_has_an_outline_but_the_collectivities() -> None:
    without = project_programme().territories.keys() - {ring.code for ring in _rings()}
    assert without == {"975", "977", "978", "984", "986", "987", "988", "989"}
    assert {ring.code for ring in _rings()} <= project_programme().territories.keys()
