"""Facts of somebody who is named by a noun, and words that only look like those of a fact or a course."""

from __future__ import annotations

import pytest

from nlu.entities.entity_finder import EntityFinder
from nlu.resources import project_resources
from tests.support.tables import each_row


@pytest.fixture(scope="module")
def finder() -> EntityFinder:
    return project_resources().entities


@each_row(
    ("text", "facts"),
    [
        ("ma remplaçante a sa convocation", {"convocation": "recue"}),
        ("my teammate holds the convocation", {"convocation": "recue"}),
        ("le CCP1, ma binôme l'a eu", {"examen_ccp1": "reussi"}),
        ("she works in an accredited library", {"habilitation": "oui"}),
        ("je bosse dans une mairie habilitée", {"habilitation": "oui"}),
        ("quand une structure est habilitée, que fait-elle ?", {}),
    ],
)
def test_noun_or_pronoun_states_a_fact(finder: EntityFinder, text: str, facts: dict[str, str]) -> None:
    assert finder.find(text, expected=False, language=None).facts == facts


@each_row(
    ("text", "courses"),
    [
        ("au titre de la formation initiale, un module est-il possible ?", ("modules",)),
        ("je m'inscris au titre complet", ("titre_complet",)),
        ("Aidants Connect pendant ma formation initiale", ("aidants_connect",)),
    ],
)
def test_course_that_is_meant(finder: EntityFinder, text: str, courses: tuple[str, ...]) -> None:
    assert finder.find(text, expected=False, language="fr").courses == courses
