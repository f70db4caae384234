"""First names: a noun stands in place of that of a person spoken of, and of no place, greeting or word."""

from __future__ import annotations

import pytest

from nlu.resources import LanguageResources, project_resources
from tests.support.tables import each_row


@pytest.fixture(scope="module")
def resources() -> LanguageResources:
    return project_resources()


@each_row(
    ("text", "read"),
    [
        ("Maëva a reçu sa convocation ?", "ma collègue a reçu sa convocation ?"),
        ("mon binôme Yanis est à Tulle", "mon binôme est à Tulle"),
        ("les modules d'Elsa", "les modules de ma collègue"),
        ("est-ce que claire peut en prendre un", "est-ce que ma collègue peut en prendre un"),
        ("M. Garnier veut le titre complet", "mon collègue veut le titre complet"),
        ("Yanis a fini et Bruno commence", "mon collègue a fini et mon autre collègue commence"),
    ],
)
def test_person_spoken_of_is_read_as_a_noun(resources: LanguageResources, text: str, read: str) -> None:
    assert resources.by_noun(text, "fr") == read
    assert resources.by_noun("Has Yanis got Elsa's letter?", "en") == "Has my colleague got my colleague's letter?"


@each_row(
    "text",
    [
        "je suis à Saint-Denis",
        "la médiathèque Simone Veil est habilitée",
        "salut Yanis, une question",
        "moi c'est Elsa",
        "une réponse claire s'il vous plaît",
        "c'est possible en mai ou après Noël ?",
        "Elsa",
    ],
)
def test_name_of_nobody_spoken_of_is_left(resources: LanguageResources, text: str) -> None:
    assert resources.by_noun(text, "fr") == text
