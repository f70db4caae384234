"""Which questions a turn asks or may ask."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from nlu.classification.ranking import MAX_ALTERNATIVES
from nlu.dialogue.turn import Turn
from rules.ids import QuestionId
from rules.model import Programme

MIN_OFFERED: Final = 0.06
"""A less likely question is not worth offering."""

FARTHEST_OFFERED: Final = 3
"""A question is offered if it is at most this many times less likely than the likeliest."""


class Questions:
    """The questions of one programme."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self.all = frozenset(programme.tables) - {QuestionId.CONTACT}

    def of_cell(self, cell: tuple[str, str]) -> tuple[str, str]:
        """The question that speaks of a cell in general, and the course that it is about."""
        element, attribute = cell
        return self._programme.attributes[attribute].question, self._programme.elements[element].course

    def alternatives(self, turn: Turn) -> list[str]:
        """The questions worth offering to the writer of an unclear utterance, likeliest first."""
        likely = [(question, share) for question, share in turn.whole.ranking if question in self.all]
        least = max(MIN_OFFERED, likely[0][1] / FARTHEST_OFFERED) if likely else 0.0
        return [question for question, share in likely if share >= least][:MAX_ALTERNATIVES]

    def runners_up(self, turn: Turn, answered: Collection[str]) -> tuple[str, ...]:
        """The next likeliest questions besides those answered; empty if the utterance asks none."""
        if turn.whole.intent not in self.all:
            return ()
        others = (intent for intent, _ in turn.whole.ranking if intent in self.all and intent not in answered)
        return tuple(others)[:MAX_ALTERNATIVES]
