"""Rasa's tools, which take no turn of the assistant's, find and leave conversations by the tracker store alone."""

from __future__ import annotations

import pytest
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import ActionExecuted, Restarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import read_endpoint_config

from bot.rasa_adapter.tracker_store import WINDOW, CompactTrackerStore
from nlu.dialogue.state import DialogueState
from nlu.rasa_adapter.components import STATE_SLOT

MEMORY = DialogueState(language="fr", facts={"niveau": "3"}).to_data()


@pytest.fixture
def store(assistant, monkeypatch, tmp_path):
    """The store, as Rasa builds it from endpoints.yml."""
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    domain = assistant._agent.domain
    made = TrackerStore.create(read_endpoint_config("endpoints.yml", "tracker_store"), domain)
    assert isinstance(getattr(made, "_tracker_store", made), CompactTrackerStore)
    return made


def tracker(store, *events):
    return DialogueStateTracker.from_events("me", list(events), store.domain.slots)


async def test_a_conversation_is_found_again_with_its_memory_and_last_events_and_without_text(store):
    turns = [
        event
        for number in range(20)
        for event in (
            UserUttered(f"text {number}", {"name": "organisme", "confidence": 1.0}),
            ActionExecuted("utter_organisme"),
            ActionExecuted("action_listen"),
        )
    ]
    await store.save(tracker(store, *turns, SlotSet(STATE_SLOT, MEMORY)))
    found = await store.retrieve("me")
    assert DialogueState.from_data(found.get_slot(STATE_SLOT)) == DialogueState.from_data(MEMORY)
    assert len(found.events) <= WINDOW + 2
    assert all(event.text == "" for event in found.events if isinstance(event, UserUttered))
    assert await store.retrieve("someone else") is None


async def test_a_restart_forgets(store):
    await store.save(tracker(store, SlotSet(STATE_SLOT, MEMORY), Restarted()))
    assert (await store.retrieve("me")).get_slot(STATE_SLOT) is None
