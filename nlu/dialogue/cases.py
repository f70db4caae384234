"""Cases: two persons whose facts differ, each of whom is asked about ("lui depuis 2022, moi depuis mars 2025")."""

from __future__ import annotations

from dataclasses import replace

from nlu.dialogue.history import History
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import AwaitedFact
from nlu.dialogue.turn import Turn
from nlu.entities.cues import Cue, Cues


class Cases:
    """Answers in each case a question that is asked for several persons at once."""

    def __init__(self, cues: Cues, history: History) -> None:
        self._cues = cues
        self._history = history

    def completed(self, interpretation: Interpretation, turn: Turn) -> Interpretation:
        """The interpretation with a frame for each value, where the question reads the fact in which they differ."""
        if not interpretation.frames or not self._cues.matches(Cue.EACH, turn.text):
            return interpretation
        first, *others = interpretation.frames
        reads = self._history.facts_read(first.question)
        differing = next(((fact, values) for fact, values in turn.entities.differing.items() if fact in reads), None)
        if others or differing is None:
            return interpretation
        return replace(interpretation, frames=first.in_each_case(*differing), asked=AwaitedFact(*differing))
