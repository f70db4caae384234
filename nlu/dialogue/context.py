"""What a channel knows of an utterance besides its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from nlu.entities.model import StatedPlace
from nlu.intents import CORRECT


@dataclass(frozen=True)
class ChoiceMeaning:
    """What a click on a button means: a question (an intent), facts, or both; or a fact to correct, or a language."""

    question: str | None
    facts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def correction(cls, fact: str) -> ChoiceMeaning:
        """The click that corrects a fact."""
        return cls(CORRECT, {"fait": fact})


@dataclass(frozen=True)
class UtteranceContext:
    """What the channel adds to an utterance.

    Attributes:
        today: the day that counts as today: the calendar's unless another is asked about (`--on`).
        choice: what a click means; None if text was written.
        language: "fr" or "en", the channel's, if neither the utterance nor the conversation has one.
        place: where the adviser comes from, a hub's territory for instance, until they state another.
        edited: whether the reply replaces the last one, which then counts as not said.
    """

    today: date = field(default_factory=date.today)
    choice: ChoiceMeaning | None = None
    language: str | None = None
    place: StatedPlace | None = None
    edited: bool = False
