"""Dates of a message: when an adviser came, was trained, took a module; or the day that is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from nlu.entities.entity_finder import EntityFinder
from nlu.entities.model import Attribution, DateRole, Entities
from nlu.resources import project_resources
from nlu.training_data.annotated import ANNOTATED, LABELS_FILE, Labels
from rules.yaml_lines import read_document
from tests.support.tables import each_row

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


@each_row(
    ("text", "role", "facts"),
    [
        ("je suis arrivée en mars 2025", DateRole.ENTRY, {"entree": "depuis_2025", "premiere_annee": "non"}),
        ("je suis arrivée en mars 2026", DateRole.ENTRY, {"entree": "depuis_2025", "premiere_annee": "oui"}),
        ("je suis arrivée en décembre 2025", DateRole.ENTRY, {"entree": "depuis_2025", "premiere_annee": "oui"}),
        ("je suis arrivée le 27 novembre 2025", DateRole.ENTRY, {"entree": "depuis_2025", "premiere_annee": "non"}),
        ("je suis arrivée le 28 novembre 2025", DateRole.ENTRY, {"entree": "depuis_2025", "premiere_annee": "oui"}),
        ("arrivée en novembre 2025, un jour ou l'autre", DateRole.ENTRY, {"entree": "depuis_2025"}),
        ("arrivée en 2025", DateRole.ENTRY, {"entree": "depuis_2025"}),
        ("conseiller depuis 2022, à Lille", DateRole.ENTRY, {"entree": "avant_2025", "premiere_annee": "non"}),
        (
            "j'ai pris mon poste le 31 décembre 2024",
            DateRole.ENTRY,
            {"entree": "avant_2025", "premiere_annee": "non"},
        ),
        (
            "j'ai pris mon poste le 1er janvier 2025",
            DateRole.ENTRY,
            {"entree": "depuis_2025", "premiere_annee": "non"},
        ),
        (
            "mon CCP1 date de juin 2023",
            DateRole.TRAINING,
            {"entree": "avant_2025", "situation": "initiale_finie"},
        ),
        ("ma formation a fini en 2025", DateRole.TRAINING, {"situation": "initiale_finie"}),
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
    assert entities.others_facts == {"entree": "depuis_2025", "premiere_annee": "non"}


@each_row("text", ["et en 2023 ?", "qui gérait le titre en février 2024 ?", "au 12 mai 2024, qui paie ?"])
def test_day_that_is_asked_about_says_no_fact(finder: EntityFinder, text: str) -> None:
    entities = found(finder, text, DateRole.MODULE)
    assert entities.day
    assert not entities.facts


def test_dates_say_nothing_where_nobody_hears_them(finder: EntityFinder) -> None:
    assert "entree" not in finder.find("mon CCP1 date de juin 2023", expected=False, language="fr", today=TODAY).facts


@pytest.mark.parametrize(
    "text",
    ["ma collègue est là depuis 2023, elle pouvait en suivre un ?", "he took up his post in 2023, could he take one?"],
)
def test_date_of_a_fact_beside_a_question_is_not_the_day_asked_about(finder: EntityFinder, text: str) -> None:
    entities = found(finder, text, DateRole.ENTRY)
    assert entities.day is None
    assert entities.facts == {"entree": "avant_2025", "premiere_annee": "non"}


@pytest.mark.parametrize("text", ["j'ai suivi un module l'an dernier", "I had my module last year, may I?"])
def test_last_year_is_a_date_in_words(finder: EntityFinder, text: str) -> None:
    entities = found(finder, text, DateRole.MODULE)
    assert entities.facts["module_deja_paye"] == "annee_passee"


NEW = {"entree": "depuis_2025", "premiere_annee": "oui"}


@each_row(
    ("text", "role", "facts"),
    [
        ("embauchée au mois d'août", DateRole.ENTRY, NEW),
        ("notre agente, là depuis le 12 octobre", DateRole.ENTRY, NEW),
        ("j'ai pris mon poste la semaine dernière", DateRole.ENTRY, NEW),
        ("il prend son poste vendredi", DateRole.ENTRY, NEW | {"situation": "pas_recrute"}),
        ("elle signe le 11 janvier", DateRole.ENTRY, NEW | {"situation": "pas_recrute"}),
        ("quelqu'un qui arrive en décembre", DateRole.ENTRY, NEW | {"situation": "pas_recrute"}),
        ("conumette depuis quatre ans", DateRole.ENTRY, {"entree": "avant_2025", "premiere_annee": "non"}),
        ("là depuis deux ans", DateRole.ENTRY, {"premiere_annee": "non"}),
        ("I joined three months ago", DateRole.ENTRY, NEW),
        ("le module, c'était en avril", DateRole.MODULE, {"module_deja_paye": "un"}),
    ],
)
def test_moment_without_a_year_is_told_from_today(
    finder: EntityFinder, text: str, role: DateRole, facts: dict[str, str]
) -> None:
    found_facts = found(finder, text, role).facts
    assert {name: value for name, value in found_facts.items() if name in facts or name == "entree"} == facts


def test_moment_is_not_the_day_asked_about(finder: EntityFinder) -> None:
    assert found(finder, "et en septembre ?", DateRole.ENTRY).day is None


def test_denial_says_more_than_its_date(finder: EntityFinder) -> None:
    text = "je n'ai suivi aucun module en 2023, je peux rattraper ?"
    assert found(finder, text, DateRole.MODULE).facts["module_deja_paye"] == "a_rattraper"


def test_date_within_a_fact_is_of_that_fact(finder: EntityFinder) -> None:
    assert found(finder, "j'ai commencé comme conum en 2025", DateRole.MODULE).facts == {"entree": "depuis_2025"}


@pytest.mark.parametrize(
    "text",
    ["imaginons que j'ai déjà fait un module cette année", "si j'ai déjà fait un module cette année, c'est payé ?"],
)
def test_what_the_words_before_suppose_is_supposed(finder: EntityFinder, text: str) -> None:
    assert "module_deja_paye" in found(finder, text, DateRole.OTHER).supposed


def test_every_role_of_a_date_that_is_annotated_is_known() -> None:
    labels = read_document(ANNOTATED / LABELS_FILE, Labels).content
    assert set(labels.dates) == {*map(str, DateRole)}


@each_row(
    "text",
    [
        "je suis arrivée en janvier 2023, pas 2026",
        "I was hired in March 2023, not 2026",
        "je suis entré en septembre 2022 et j'en ai fait un en 2025, zéro en 2026",
    ],
)
def test_nobody_enters_twice_nor_at_a_date_that_is_set_aside(finder: EntityFinder, text: str) -> None:
    assert found(finder, text, DateRole.ENTRY).facts["entree"] == "avant_2025"
