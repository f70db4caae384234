"""Simulated users seldom get a wrong verdict. How often they are understood is no gate: they are of our own making."""

from __future__ import annotations

import pytest

from bot.assistant.service import Assistant
from tests.evaluation.simulator.phrases import Phrases
from tests.evaluation.simulator.simulation import Dialogue, SimulationFigures, figures, simulate

DIALOGUES = 200
SEED = 0

MAX_WRONG = 6
"""Dialogues with a reply that does not hold for the facts said so far: lower it when there are fewer."""

MIN_PHRASES = 12
"""Ways to say a thing."""


@pytest.fixture(scope="module")
def dialogues(assistant: Assistant) -> list[Dialogue]:
    return simulate(assistant, DIALOGUES, seed=SEED)


@pytest.fixture(scope="module")
def found(dialogues: list[Dialogue]) -> SimulationFigures:
    return figures(dialogues)


def test_simulated_users_seldom_get_a_wrong_verdict(found: SimulationFigures) -> None:
    assert found.wrong.right <= MAX_WRONG


def test_simulated_users_never_get_the_same_reply_twice_in_a_row(found: SimulationFigures) -> None:
    assert found.repeated == 0


def test_simulated_dialogues_are_the_same_each_time(assistant: Assistant, dialogues: list[Dialogue]) -> None:
    again = simulate(assistant, 5, seed=SEED)
    texts = [[turn.text for turn in dialogue.turns] for dialogue in dialogues[:5]]
    assert [[turn.text for turn in dialogue.turns] for dialogue in again] == texts


def test_there_are_many_ways_to_say_each_thing(assistant: Assistant) -> None:
    lists = Phrases(assistant.content.programme).lists()
    assert not {
        name: len(phrases) for name, phrases in lists.items() if len(set(phrases)) < MIN_PHRASES and "nieme" not in name
    }
