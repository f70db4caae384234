"""Intents of an utterance, with their confidences."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from nlu.intents import FALLBACK

IntentRanking = tuple[tuple[str, float], ...]
"""Intents with their probabilities, likeliest first."""

MIN_TELLING_WORDS = 3
"""Words of a clause that says something by itself ("hein ?" does not)."""

THRESHOLD = 0.35
"""Below this probability a sentence by itself is not understood; chosen by `make evaluate`."""

MARGIN = 0.08
"""Nor is it where two intents are nearer than this; chosen by `make evaluate`."""


@dataclass(frozen=True)
class RankedText:
    """A text with its intents.

    Attributes:
        text: as it is written, cleaned.
        ranking: its intents.
        delexicalized: the text as it was encoded.
    """

    text: str
    ranking: IntentRanking
    delexicalized: str = ""

    @property
    def intent(self) -> str:
        """The likeliest intent."""
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        """The probability of the likeliest intent, from 0 to 1."""
        return self.ranking[0][1]

    def without(self, intents: Collection[str]) -> RankedText:
        """The text as if some intents did not exist; a fallback where no other is left."""
        ranking = tuple((intent, score) for intent, score in self.ranking if intent not in intents)
        return replace(self, ranking=ranking or ((FALLBACK, 0.0),))
