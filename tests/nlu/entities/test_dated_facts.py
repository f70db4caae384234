"""Dates of a message: when an adviser came, was trained, took a module; or the day that is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from nlu.entities.entity_finder import EntityFinder
from nlu.entities.model import Attribution, DateRole, Entities
from nlu.resources import project_resources

TODAY = date(2026, 11, 27)


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


@pytest.mark.parametrize(
    ("text", "role", "facts"),
    [
        ("je suis arrivée en mars 2025", DateRole.ENTRY, {"entree": "depuis_2025"}),
        ("conseiller depuis 2022, à Lille", DateRole.ENTRY, {"entree": "avant_2025"}),
        ("j'ai pris mon poste le 31 décembre 2024", DateRole.ENTRY, {"entree": "avant_2025"}),
        ("j'ai pris mon poste le 1er janvier 2025", DateRole.ENTRY, {"entree": "depuis_2025"}),
        ("mon CCP1 date de juin 2023", DateRole.TRAINING, {"entree": "avant_2025"}),
        ("ma formation a fini en 2025", DateRole.TRAINING, {}),
        ("j'en ai déjà suivi deux en 2025", DateRole.MODULE, {"module_deja_paye": "annee_passee"}),
        ("mon module, c'était en mars 2026", DateRole.MODULE, {"module_deja_paye": "un"}),
        ("j'ai rendez-vous le 3 mars 2026", DateRole.OTHER, {}),
    ],
)
def test_date_says_what_it_is_of(finder: EntityFinder, text: str, role: DateRole, facts: dict[str, str]) -> None:
    assert found(finder, text, role).facts == facts


def test_date_of_another_person_is_not_the_advisers(finder: EntityFinder) -> None:
    entities = found(finder, "ma collègue est arrivée en mars 2025", DateRole.ENTRY, Attribution.OTHERS)
    assert not entities.facts
    assert entities.others_facts == {"entree": "depuis_2025"}


@pytest.mark.parametrize(
    "text", ["et en 2023 ?", "qui gérait le titre en février 2024 ?", "au 12 mai 2024, qui paie ?"]
)
def test_day_that_is_asked_about_says_no_fact(finder: EntityFinder, text: str) -> None:
    entities = found(finder, text, DateRole.MODULE)
    assert entities.day
    assert not entities.facts


def test_dates_say_nothing_where_nobody_hears_them(finder: EntityFinder) -> None:
    assert "entree" not in finder.find("mon CCP1 date de juin 2023", expected=False, language="fr", today=TODAY).facts
