"""The links that hubs publish, and what an adviser who follows one is told first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answerer import Answerer
from bot.answers.choice_ids import choice_id
from bot.answers.place_names import department, hub_territory
from bot.channels.telegram.deep_links import LINKS, DeepLinks, LinksFile, Opening
from bot.channels.telegram.texts import TELEGRAM_TEXTS
from bot.content.declarations import load_part
from bot.content.project_files import PROJECT
from bot.messages import Message
from nlu.dialogue.context import ChoiceMeaning
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
        ("dep-40_ccp1_inscription", Opening(None, LANDES, "ccp1", "inscription")),
        ("inscription_ccp1_dep-40", Opening(None, LANDES, "ccp1", "inscription")),
        ("modules_financement", Opening(course="modules", question="financement")),
        ("dep-2a", Opening(territory=department(PROGRAMME, "2A"))),
        ("dep-1", Opening(territory=department(PROGRAMME, "01"))),
        ("titre_complet_test_positionnement", Opening(course="titre_complet", question="test_positionnement")),
        ("titre-complet_test-positionnement", Opening(course="titre_complet", question="test_positionnement")),
        ("titre_test", Opening(course="titre_complet", question="test_positionnement")),
        ("PIX_SCORE", Opening(question="pix_score")),
        ("hub", Opening(question="hub")),
        ("contact", Opening()),
    ],
)
def test_link_names_territory_course_and_question(payload: str, opening: Opening) -> None:
    assert READER.read(payload) == opening


def test_the_link_of_a_hub_stands_for_its_departments() -> None:
    opening = READER.read("hub-na_ccp1")
    assert (opening.hub, opening.course) == ("hub_hubikoop", "ccp1")
    assert opening.territory is not None
    assert opening.territory.name == "Nouvelle-Aquitaine"
    assert {"16", "40", "64"} < set(opening.territory.codes)
    assert not opening.territory.ambiguous


def test_department_of_a_link_wins_over_its_hub() -> None:
    assert READER.read("hub-na_dep-40") == Opening("hub_hubikoop", LANDES)


def test_unknown_parts_of_a_link_are_ignored() -> None:
    assert READER.read("affiche-2026_dep-40_hub-x_dep-999_ccp1_") == Opening(None, LANDES, "ccp1")


@given(st.text(max_size=100))
def test_any_payload_opens(payload: str) -> None:
    assert isinstance(READER.read(payload), Opening)


def test_every_hub_of_the_programme_has_a_link() -> None:
    linked = read_document(LINKS, LinksFile).content.hubs.values()
    assert set(linked) == {hub.organisation for hub in PROGRAMME.hubs}


def test_the_name_of_a_hubs_territory_is_its_region_where_it_is_one() -> None:
    assert hub_territory(PROGRAMME, "hub_bretagne").name == "Bretagne"
    assert hub_territory(PROGRAMME, "hub_antilles").name == "Hub Antilles"


def test_welcome_names_the_territory_of_the_link(answerer: Answerer) -> None:
    assert "Hub Bretagne" in greeted(answerer, "hub-bretagne")
    assert "vous êtes dans les Landes" in greeted(answerer, "hub-bretagne_dep-40")
    assert "you are in Landes" in greeted(answerer, "dep-40", "en")
    assert "vous êtes" not in greeted(answerer, "modules")


def test_a_hub_that_has_closed_is_not_named(answerer: Answerer) -> None:
    assert "Hubikoop" in greeted(answerer, "hub-na", today=date(2024, 6, 30))
    assert "Hubikoop" not in greeted(answerer, "hub-na", today=date(2024, 7, 1))
    assert "vous êtes en Nouvelle-Aquitaine" in greeted(answerer, "hub-na", today=date(2024, 7, 1))


@each_row("payload", ["ccp1", "inscription", "dep-40_ccp1_inscription", "modules_financement", "prix"])
def test_the_question_of_a_link_is_one_that_a_button_could_ask(answerer: Answerer, payload: str) -> None:
    meaning = READER.read(payload).meaning
    assert meaning is not None
    assert answerer.choices.meaning(choice_id(meaning)) == meaning
    assert READER.read("dep-40").meaning is None


async def test_an_adviser_who_follows_a_link_gets_the_answer_for_the_department(assistant) -> None:
    opening = READER.read("dep-40_titre_organisme")
    (code,) = opening.territory.codes
    await assistant.reply(Message("link", choice_id(ChoiceMeaning(None, {"territoire": code})), channel="telegram"))
    reply = await assistant.reply(Message("link", choice_id(opening.meaning), channel="telegram"))
    assert "Landes" in reply.text
    assert "La Mêlée" in reply.text


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("na: hub_hubikoop", "na: hub_hubikop", "« hub_hubikop » n'existe pas"),
        ("na: hub_hubikoop", "Na: hub_hubikoop", "« Na » ne peut pas être dans un lien"),
        ("na: hub_hubikoop", "n_a: hub_hubikoop", "« n_a » ne peut pas être dans un lien"),
        ("dates: calendrier", "ccp1: calendrier", "« ccp1 » veut déjà dire « ccp1 »"),
        ("dates: calendrier", "titre: calendrier", "« titre » veut déjà dire « titre_complet »"),
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
