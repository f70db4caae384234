"""The links that hubs publish, and what an adviser who follows one is told first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.answers.answerer import Answerer
from bot.answers.place_names import department, hub_territory
from bot.channels.telegram.deep_links import LINKS, DeepLinks, LinksFile, Opening
from bot.channels.telegram.texts import TELEGRAM_TEXTS
from bot.content.declarations import load_part
from bot.content.project_files import PROJECT
from nlu.resources import project_programme
from rules.errors import ProgrammeError
from rules.yaml_lines import read_document
from tests.support.tables import each_row

PROGRAMME = project_programme()
READER = DeepLinks(PROGRAMME)
TELEGRAM = load_part(TELEGRAM_TEXTS, PROJECT)
LANDES = department(PROGRAMME, "40")


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(PROGRAMME)


def greeted(answerer: Answerer, payload: str, language: str = "fr", today: date = date(2026, 11, 25)) -> str:
    return READER.greeting(READER.read(payload), answerer.texts[language], TELEGRAM[language].accueil, today)


@each_row(
    ("payload", "opening"),
    [
        ("", Opening()),
        ("inscription_ccp1_dep-40", Opening(None, LANDES, "ccp1", "inscription")),
        ("dep-2a", Opening(territory=department(PROGRAMME, "2A"))),
        ("dep-1", Opening(territory=department(PROGRAMME, "01"))),
        ("titre-complet_test-positionnement", Opening(course="titre_complet", question="test_positionnement")),
        ("titre_test", Opening(course="titre_complet", question="test_positionnement")),
        ("PIX_SCORE", Opening(question="pix_score")),
        ("hub-na_dep-40", Opening("hub_hubikoop", LANDES)),
        ("hub-na_ccp1", Opening("hub_hubikoop", hub_territory(PROGRAMME, "hub_hubikoop"), "ccp1")),
        ("affiche-2026_dep-40_hub-x_dep-999_ccp1_", Opening(None, LANDES, "ccp1")),
    ],
)
def test_link_names_hub_territory_course_and_question_and_no_more(payload: str, opening: Opening) -> None:
    assert READER.read(payload) == opening


def test_every_hub_of_the_programme_has_a_link() -> None:
    linked = read_document(LINKS, LinksFile).content.hubs.values()
    assert set(linked) == {hub.organisation for hub in PROGRAMME.hubs}


def test_a_hub_that_has_closed_is_not_named(answerer: Answerer) -> None:
    assert "Hubikoop" in greeted(answerer, "hub-na", today=date(2024, 6, 30))
    assert "Hubikoop" not in greeted(answerer, "hub-na", today=date(2024, 7, 1))
    assert "vous êtes en Nouvelle-Aquitaine" in greeted(answerer, "hub-na", today=date(2024, 7, 1))


@each_row(
    ("old", "new", "problem"),
    [
        ("na: hub_hubikoop", "na: hub_hubikop", "« hub_hubikop » n'existe pas"),
        ("na: hub_hubikoop", "n_a: hub_hubikoop", "« n_a » ne peut pas être dans un lien"),
        ("dates: calendrier", "ccp1: calendrier", "« ccp1 » veut déjà dire « ccp1 »"),
    ],
)
def test_mistake_in_a_short_name_is_reported_with_its_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    copy = tmp_path / LINKS.name
    text = LINKS.read_text(encoding="utf-8").replace(old, new)
    copy.write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeError) as raised:
        DeepLinks(PROGRAMME, copy)
    (finding,) = raised.value.findings
    assert problem in finding.problem
    assert finding.place.line == text[: text.index(f"  {new}")].count("\n") + 1
    assert finding.remedy
