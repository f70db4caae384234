"""Rasa's tracker store: a conversation's memory, and the last events that Rasa's policies look at. No text is kept.

Rasa's own SQL store re-reads every event of a session at each turn; here a turn costs the same at any length. The
assistant reads and writes the turn (bot/storage/conversations.py) around Rasa, in one transaction with all else that
the turn leaves, and this store hands it over: Rasa would hide a failing database by going on in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

import msgspec
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, Restarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.exchange import Exchange
from bot.process.settings import load_settings
from bot.storage.conversations import StoredTurn
from bot.storage.stores import Stores
from nlu.dialogue.state import DialogueState
from nlu.rasa_adapter.components import STATE_SLOT

WINDOW = 6
"""Events kept, of a user's message, an answer and the wait for the next: two turns. The policies look back less far
(`max_history` in config.yml, counted in events that change a state)."""

FORM: Final = 3
"""Of what a row holds; of a row of another form than this or the one before, the conversation begins anew."""

_RENAMED: Final = {
    "territory": "place",
    "own": "own_place",
    "thread": "history",
    "confirming": "awaits_confirmation",
}
"""Fields of the dialogue state, by their names in form 2."""


class CompactTrackerStore(TrackerStore):  # type: ignore[misc]
    """The state of the turn that is taken; for Rasa's own tools, which take none, of a turn of its own."""

    def __init__(self, domain: Domain, event_broker: Any = None, **kwargs: Any) -> None:
        super().__init__(domain, event_broker)
        self._own_stores: Stores | None = None

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation, or None where there is none."""
        exchange = Exchange.current()
        state = (exchange.turn if exchange and exchange.turn else await self._begin(sender_id)).state
        kept = _read(state)
        return DialogueStateTracker.from_events(sender_id, list(kept.restored()), self.domain.slots) if kept else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Leave the conversation's memory and its last events in the turn."""
        exchange = Exchange.current()
        state = msgspec.msgpack.encode(_kept(tracker))
        if exchange and exchange.turn:
            exchange.turn.kept = state
            return
        turn = await self._begin(tracker.sender_id)
        turn.kept = state
        await self._stores().turns.end(turn)

    async def _begin(self, sender_id: str) -> StoredTurn:
        stores = self._stores()
        return await stores.turns.begin(stores.identifiers.conversation("cli", sender_id))

    def _stores(self) -> Stores:
        if self._own_stores is None:
            self._own_stores = Stores.open(load_settings())
        return self._own_stores


class _Happened(msgspec.Struct, frozen=True, array_like=True):
    """A message of the adviser, by its intent, or an action of the assistant's, by its name."""

    by: Literal["adviser", "assistant"]
    name: str
    timestamp: float

    def event(self) -> Event:
        if self.by == "assistant":
            return ActionExecuted(self.name, timestamp=self.timestamp)
        intent = {"name": self.name, "confidence": 1.0}
        return UserUttered("", intent, [], timestamp=self.timestamp)


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """What a row holds."""

    form: Literal[2, 3]
    state: dict[str, Any] | None
    happened: list[_Happened]

    def restored(self) -> Iterator[Event]:
        yield ActionExecuted(ACTION_SESSION_START_NAME)
        if self.state:
            yield SlotSet(STATE_SLOT, self.state)
        for step in self.happened:
            yield step.event()


def remembered(state: bytes | None) -> DialogueState:
    """The memory in a stored state; an empty one where there is none, or none that can be read."""
    kept = _read(state)
    return DialogueState.from_data(kept.state if kept else None)


def remembering(state: bytes, memory: DialogueState) -> bytes:
    """A stored state with another memory in it: how a conversation goes on from elsewhere."""
    kept = _read(state) or _Kept(FORM, None, [])
    return msgspec.msgpack.encode(msgspec.structs.replace(kept, state=memory.to_data()))


def _read(state: bytes | None) -> _Kept | None:
    if state is None:
        return None
    try:
        kept = msgspec.msgpack.decode(state, type=_Kept)
    except msgspec.DecodeError:  # of another form, or no state at all
        return None
    if kept.form == FORM or kept.state is None:
        return kept
    renamed = {_RENAMED.get(field, field): value for field, value in kept.state.items()}
    return _Kept(FORM, renamed, kept.happened)


def _kept(tracker: DialogueStateTracker) -> _Kept:
    events = list(tracker.events)
    last_restart = max((index for index, event in enumerate(events) if isinstance(event, Restarted)), default=-1)
    happened = []
    for event in events[last_restart + 1 :]:
        if isinstance(event, UserUttered):
            happened.append(_Happened("adviser", event.intent_name, event.timestamp))
        elif isinstance(event, ActionExecuted):
            happened.append(_Happened("assistant", event.action_name, event.timestamp))
    state = tracker.get_slot(STATE_SLOT) if last_restart < len(events) - 1 else None
    return _Kept(FORM, state, happened[-WINDOW:])
