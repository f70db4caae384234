"""Dates of a message: when an adviser came, was trained, took a module; or the day that is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from nlu.entities.entity_finder import EntityFinder
from nlu.entities.model import Attribution, DateRole, Entities
from nlu.resources import project_resources
from tests.support.tables import each_row

TODAY = date(2026, 11, 27)
NEW = {"entree": "depuis_2025", "premiere_annee": "oui"}
THERE = {"entree": "depuis_2025", "premiere_annee": "non"}
BEFORE = {"entree": "avant_2025", "premiere_annee": "non"}


@dataclass(frozen=True)
class EveryDateIs:
    """A hearing in which every date has one role."""

    role: DateRole
    whose: Attribution = Attribution.OWN

    def attribution(self, *_: object) -> Attribution:
        """That of the dates, for all facts."""
        return self.whose

    def dated(self, *_: object) -> tuple[DateRole, Attribution]:
        """The role, for all dates."""
        return self.role, self.whose


@pytest.fixture(scope="module")
def finder() -> EntityFinder:
    return project_resources().entities


def found(finder: EntityFinder, text: str, role: DateRole, whose: Attribution = Attribution.OWN) -> Entities:
    return finder.find(text, expected=False, language="fr", today=TODAY, hearing=EveryDateIs(role, whose))


@each_row(
    ("text", "role", "facts"),
    [
        ("je suis arrivée le 27 novembre 2025", DateRole.ENTRY, THERE),
        ("je suis arrivée le 28 novembre 2025", DateRole.ENTRY, NEW),
        ("arrivée en novembre 2025, un jour ou l'autre", DateRole.ENTRY, {"entree": "depuis_2025"}),
        ("j'ai pris mon poste le 31 décembre 2024", DateRole.ENTRY, BEFORE),
        ("j'ai pris mon poste le 1er janvier 2025", DateRole.ENTRY, THERE),
        ("mon CCP1 date de juin 2023", DateRole.TRAINING, {"entree": "avant_2025", "situation": "initiale_finie"}),
        ("il peut en suivre combien en 2026 ?", DateRole.MODULE, {}),
        (
            "j'en ai déjà suivi deux en 2025",
            DateRole.MODULE,
            {"module_deja_paye": "annee_passee", "modules_suivis": "deux"},
        ),
        ("mon module, c'était en mars 2026", DateRole.MODULE, {"module_deja_paye": "un"}),
        ("j'ai rendez-vous le 3 mars 2026", DateRole.OTHER, {}),
    ],
)
def test_date_says_what_it_is_of(finder: EntityFinder, text: str, role: DateRole, facts: dict[str, str]) -> None:
    assert found(finder, text, role).facts == facts


def test_date_of_another_person_is_not_the_advisers(finder: EntityFinder) -> None:
    entities = found(finder, "ma collègue est arrivée en mars 2025", DateRole.ENTRY, Attribution.OTHERS)
    assert not entities.facts
    assert entities.others_facts == THERE


def test_date_of_a_fact_beside_a_question_is_not_the_day_asked_about(finder: EntityFinder) -> None:
    entities = found(finder, "he took up his post in 2023, could he take one?", DateRole.ENTRY)
    assert (entities.day, entities.facts) == (None, BEFORE)


@each_row(
    ("text", "role", "facts"),
    [
        ("embauchée au mois d'août", DateRole.ENTRY, NEW),
        ("il prend son poste vendredi", DateRole.ENTRY, NEW | {"situation": "pas_recrute"}),
        ("là depuis deux ans", DateRole.ENTRY, {"premiere_annee": "non"}),
        ("le module, c'était en avril", DateRole.MODULE, {"module_deja_paye": "un"}),
    ],
)
def test_moment_without_a_year_is_told_from_today(
    finder: EntityFinder, text: str, role: DateRole, facts: dict[str, str]
) -> None:
    found_facts = found(finder, text, role).facts
    assert {name: value for name, value in found_facts.items() if name in facts or name == "entree"} == facts


def test_denial_says_more_than_its_date(finder: EntityFinder) -> None:
    text = "je n'ai suivi aucun module en 2023, je peux rattraper ?"
    assert found(finder, text, DateRole.MODULE).facts["module_deja_paye"] == "a_rattraper"


def test_what_the_words_before_suppose_is_supposed(finder: EntityFinder) -> None:
    text = "si j'ai déjà fait un module cette année, c'est payé ?"
    assert "module_deja_paye" in found(finder, text, DateRole.OTHER).supposed


@each_row(
    "text",
    [
        "I was hired in March 2023, not 2026",
        "je suis entré en septembre 2022 et j'en ai fait un en 2025, zéro en 2026",
    ],
)
def test_nobody_enters_twice_nor_at_a_date_that_is_set_aside(finder: EntityFinder, text: str) -> None:
    assert found(finder, text, DateRole.ENTRY).facts["entree"] == "avant_2025"
