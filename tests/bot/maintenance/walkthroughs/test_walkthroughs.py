"""A new maintainer who follows docs/recettes from a clone gets where it says, and the assistant answers so."""

from __future__ import annotations

import httpx
import pytest

from tests.bot.maintenance.walkthroughs.conftest import STEPS, Clone
from tests.bot.maintenance.walkthroughs.steps import Ask, Run
from tests.support.tables import each_row

LIVE_AT_ONCE = [
    "Changer un texte",
    "Changer qui fait quoi",
    "Ajouter un organisme",
    "Ajouter un mot",
    "Faire passer une source devant",
    "Ajouter un hub",
]
TRAINED = ["Ajouter une question", "Ajouter un récit en deux tours"]


@pytest.fixture(scope="module")
def served(clone: Clone) -> Clone:
    clone.serve()
    return clone


COMMANDS = ["Ajouter une source", "Ajouter une formation"]
"""Recipes whose commands leave something to fill in."""


def test_every_recipe_is_tried():
    assert {*STEPS} == {*LIVE_AT_ONCE, *TRAINED, *COMMANDS, "Annuler"}


@each_row("title", COMMANDS)
def test_what_a_command_begins_says_what_is_left_to_fill_in(served: Clone, title: str) -> None:
    served.follow(STEPS[title])
    assert "À COMPLÉTER" in served.run("git diff")
    served.undo()


@pytest.mark.parametrize("title", LIVE_AT_ONCE)
def test_change_without_training_is_live_after_a_reload(served: Clone, title: str) -> None:
    asked = [step for step in STEPS[title] if isinstance(step, Ask)]
    served.follow(STEPS[title])
    assert asked or title == "Ajouter un hub"
    if title == "Ajouter un hub":
        hub = httpx.get(f"{served.server.url}/hubs/massif-central.json").json()
        assert hub["name"] == "Hub du Massif central"
    served.undo()


def test_an_edit_is_undone_and_the_assistant_answers_as_before(served: Clone) -> None:
    served.follow(STEPS["Changer un texte"])
    served.run('.venv/bin/aiguilleur new faq repas --titre "Les repas"')
    served.follow(STEPS["Annuler"])
    assert served.run("git status --porcelain") == ""
    served.follow([Ask("qui organise le titre complet à Dax ?", ("c'est La Mêlée",))])


def test_change_with_training_is_live_after_training_and_a_restart(thin_clone: Clone) -> None:
    """Both at once, and with few examples: training takes a minute."""
    steps = [step for title in TRAINED for step in STEPS[title]]
    training = Run(".venv/bin/aiguilleur train")
    thin_clone.follow([step for step in steps if step != training and not isinstance(step, Ask)])
    thin_clone.run(training.command)
    thin_clone.serve()
    thin_clone.follow([step for step in steps if isinstance(step, Ask)])
