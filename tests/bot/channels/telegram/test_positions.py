"""A shared position gives the department in which it lies, in metropolitan France and the overseas departments."""

from __future__ import annotations

import time

from bot.channels.telegram.positions import _rings, department_at
from nlu.resources import project_programme
from tests.support.tables import each_row


@each_row(
    ("place", "latitude", "longitude", "code"),
    [
        ("Mont-de-Marsan", 43.8904, -0.5006, "40"),
        ("Mimizan-Plage, on the beach", 44.2148, -1.2985, "40"),
        ("Ajaccio", 41.9192, 8.7386, "2A"),
        ("Bastia", 42.6973, 9.4509, "2B"),
        ("Paris, town hall", 48.8566, 2.3522, "75"),
        ("Vincennes, by the gates of Paris", 48.8474, 2.4390, "94"),
        ("Lyon", 45.7676, 4.8344, "69"),
        ("Valréas, Vaucluse's enclave in the Drôme", 44.3848, 4.9908, "84"),
        ("Île d'Yeu", 46.7261, -2.3480, "85"),
        ("Saint-Denis de La Réunion", -20.8823, 55.4504, "974"),
        ("Mamoudzou", -12.7806, 45.2278, "976"),
        ("Cayenne", 4.9224, -52.3135, "973"),
        ("Fort-de-France", 14.6161, -61.0588, "972"),
        ("Pointe-à-Pitre", 16.2411, -61.5331, "971"),
    ],
)
def test_a_position_gives_its_department(place: str, latitude: float, longitude: float, code: str) -> None:
    assert department_at(longitude, latitude) == code, place


@each_row(
    ("place", "latitude", "longitude"),
    [("Bruxelles", 50.85, 4.35), ("Genève", 46.2044, 6.1432), ("in the Atlantic", 45.0, -3.0), ("nowhere", 0.0, 0.0)],
)
def test_a_position_elsewhere_gives_none(place: str, latitude: float, longitude: float) -> None:
    assert department_at(longitude, latitude) is None, place


def test_every_department_of_the_programme_has_an_outline_but_the_collectivities() -> None:
    without = project_programme().territories.keys() - {ring.code for ring in _rings()}
    assert without == {"975", "977", "978", "984", "986", "987", "988", "989"}
    assert {ring.code for ring in _rings()} <= project_programme().territories.keys()


def test_a_position_is_found_at_once() -> None:
    department_at(2.35, 48.85)
    began = time.perf_counter()
    for _ in range(20):
        department_at(2.2, 46.5)
    assert (time.perf_counter() - began) / 20 < 0.05
