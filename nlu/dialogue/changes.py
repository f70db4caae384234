"""Changes: whether an utterance asks if the last answer is another one for something else ("c'est pareil à Pau ?")."""

from __future__ import annotations

from dataclasses import replace

from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.turn import Turn
from nlu.entities.cues import Cue, Cues


class Changes:
    """Completes interpretations by the question before, where the answers are to be compared."""

    def __init__(self, cues: Cues) -> None:
        self._cues = cues

    def completed(self, interpretation: Interpretation, turn: Turn) -> Interpretation:
        """The interpretation with the last question, where it asks the same of something else, and what changes."""
        last = turn.state.last
        if last is None or [frame.question for frame in interpretation.frames] != [last.question]:
            return interpretation
        asks = self._cues.matches(Cue.CHANGE, turn.text) or self._cues.matches(Cue.COMPARISON, turn.text)
        return replace(interpretation, versus=turn.state.complete(last)) if asks else interpretation
