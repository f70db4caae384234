"""What is kept of a conversation is read though an earlier version wrote it, and whatever it has become."""

from __future__ import annotations

import msgspec

from bot.rasa_adapter.tracker_store import remembered
from nlu.dialogue.frames import FrameOutline
from nlu.dialogue.state import DialogueState
from nlu.entities.model import StatedPlace
from tests.support.tables import each_row


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
