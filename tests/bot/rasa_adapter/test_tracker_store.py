"""The tracker store, through which Rasa's own tools read and write conversations without a turn of the assistant."""

from __future__ import annotations

import msgspec
import pytest
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import ActionExecuted, Restarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import read_endpoint_config

from bot.rasa_adapter.agent import trained_agent
from bot.rasa_adapter.tracker_store import WINDOW, remembered
from bot.rasa_adapter.training import trained_model
from nlu.dialogue.frames import FrameOutline
from nlu.dialogue.state import DialogueState
from nlu.entities.model import StatedPlace
from nlu.rasa_adapter.components import STATE_SLOT
from tests.support.tables import each_row

STATE = DialogueState(language="fr", facts={"niveau": "3"}).to_data()


@pytest.fixture
def store(models, monkeypatch, tmp_path):
    """The tracker store as Rasa builds it from endpoints.yml."""
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    domain = trained_agent(trained_model(models)).domain
    return TrackerStore.create(read_endpoint_config("endpoints.yml", "tracker_store"), domain)


def tracker(store, *events):
    return DialogueStateTracker.from_events("me", list(events), store.domain.slots)


async def test_conversation_keeps_its_state_and_last_events_without_text(store):
    turns = [
        event
        for number in range(20)
        for event in (
            UserUttered(f"text {number}", {"name": "organisme", "confidence": 1.0}),
            ActionExecuted("utter_organisme"),
            ActionExecuted("action_listen"),
        )
    ]
    await store.save(tracker(store, *turns, SlotSet(STATE_SLOT, STATE)))
    retrieved = await store.retrieve("me")
    assert DialogueState.from_data(retrieved.get_slot(STATE_SLOT)) == DialogueState.from_data(STATE)
    assert len(retrieved.events) <= WINDOW + 2
    assert all(event.text == "" for event in retrieved.events if isinstance(event, UserUttered))
    assert await store.retrieve("someone else") is None


async def test_restart_forgets_the_state(store):
    await store.save(tracker(store, SlotSet(STATE_SLOT, STATE), Restarted()))
    assert (await store.retrieve("me")).get_slot(STATE_SLOT) is None


def test_state_of_the_form_before_is_read_under_its_new_names():
    before = {
        "language": "fr",
        "territory": {"codes": ["40"], "name": "Landes", "ambiguous": False},
        "own": {"codes": ["64"], "name": "Pau", "ambiguous": False},
        "facts": {"niveau": "3"},
        "thread": [{"question": "organisme", "course": "ccp1", "day": None}],
        "pending": True,
        "confirming": "oublier",
    }
    row = msgspec.msgpack.encode([2, before, [["adviser", "organisme", 1.0]]])
    assert remembered(row) == DialogueState(
        language="fr",
        place=StatedPlace(("40",), "Landes"),
        own_place=StatedPlace(("64",), "Pau"),
        facts={"niveau": "3"},
        history=(FrameOutline("organisme", "ccp1"),),
        awaits_confirmation="oublier",
    )


@each_row(
    "row",
    [
        *(b"\x01", b"", msgspec.msgpack.encode([1, {}, []]), b"\xff" * 9),
        *(
            msgspec.msgpack.encode([3, {"language": "fr", "facts": {"niveau": "3"}, field: value}, []])
            for field, value in (("last_reply", "the text"), ("misses", "two"), ("rejected", {"organisme": 1}))
        ),
    ],
)
def test_state_that_cannot_be_read_begins_anew(row):
    assert remembered(row) == DialogueState()
