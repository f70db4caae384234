"""Cards: whom to contact for each training or in each department, under its name, with its own link and who pays."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.answerer import Answerer
from bot.answers.place_names import department, departments
from bot.messages import Card, Reply
from nlu.dialogue.frames import Frame
from nlu.entities.model import StatedPlace
from nlu.resources import project_programme

TODAY = date(2026, 11, 27)
PROGRAMME = project_programme()
LANDES = department(PROGRAMME, "40")
REGION = departments(PROGRAMME, [c for c, t in PROGRAMME.territories.items() if t.region == "Nouvelle-Aquitaine"], "")


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(PROGRAMME)


def cards(reply: Reply) -> dict[str, Card]:
    """The cards by their titles."""
    return {block.title: block for block in reply.blocks if isinstance(block, Card)}


def whom(answerer: Answerer, place: StatedPlace | None, language: str = "fr", **facts: str) -> Reply:
    return answerer.answer(Frame("organisme", facts, place), language, TODAY)


def test_each_training_has_a_card_with_its_organisation_and_its_link(answerer: Answerer) -> None:
    reply = whom(answerer, LANDES)
    ccp1, modules, title = cards(reply).values()
    assert reply.blocks[0] == "Dans les Landes, selon la formation\u00a0:"
    assert ccp1.text.startswith("La Fabrik de la Médiation Numérique.")
    assert [link.title.split("\u00a0")[0] for link in (*ccp1.links, *title.links)] == ["La Fabrik", "La Mêlée"]
    assert title.text == "La Mêlée."
    assert modules.links[0].title == "Page formation de La Mednum"
    assert not {*ccp1.links, *modules.links, *title.links} & set(reply.links), "no link is shown twice"


def test_who_pays_stands_on_the_card_where_the_programme_knows_it(answerer: Answerer) -> None:
    ccp1, modules, title = cards(whom(answerer, LANDES)).values()
    assert "Qui paie\u00a0: l’État" in modules.text
    assert "Qui paie" not in ccp1.text + title.text


def test_departments_of_a_region_with_other_organisations_have_cards_of_their_own(answerer: Answerer) -> None:
    reply = whom(answerer, REGION, parcours="titre_complet")
    assert list(cards(reply)) == ["Dans les Landes et dans les Pyrénées-Atlantiques", "Ailleurs en Nouvelle-Aquitaine"]
    assert reply.blocks[0] == "Le titre REMN complet\u00a0: cela dépend du département."
    assert "Le titre REMN complet, ailleurs en Nouvelle-Aquitaine" in cards(whom(answerer, REGION))
