"""Workplaces: advisers who live elsewhere than they work are answered for the workplace, and told so."""

from __future__ import annotations

from dataclasses import replace

from nlu.dialogue.act import ActRule
from nlu.dialogue.history import History
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.turn import Turn
from rules.ids import FactId
from rules.model import Programme


class Workplaces:
    """Adds to interpretations the assumption that the workplace counts, not the home."""

    def __init__(self, programme: Programme, history: History) -> None:
        self._programme = programme
        self._history = history

    def completed(self, interpretation: Interpretation, turn: Turn) -> Interpretation:
        """Add the assumption if the answer depends on the place. If the turn only states a home, repeat the answer."""
        state = turn.state
        if not turn.entities.has_home_beside or interpretation.state.where is None:
            return interpretation
        states = interpretation.rule != ActRule.REQUEST and turn.entities.place is None  # "mais j'habite à Dax, moi"
        if states and state.last and FactId.PLACE in self._history.last_facts_read(state):
            frame = interpretation.state.complete(state.last)
            interpretation = replace(interpretation, intent=frame.question, frames=(frame,), alternatives=())
        reads = any(FactId.PLACE in self._programme.tables[frame.question].reads for frame in interpretation.frames)
        return replace(interpretation, keeps_workplace=reads)
