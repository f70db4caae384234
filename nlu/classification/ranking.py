"""Intents of an utterance, with their confidences."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from nlu.intents import FALLBACK

IntentRanking = tuple[tuple[str, float], ...]
"""Intents with their probabilities, likeliest first."""

MIN_TELLING_WORDS = 3
"""Words of a clause that says something by itself ("hein ?" does not)."""

MAX_RANKED: Final = 5
"""Intents of a ranking."""

MAX_ALTERNATIVES: Final = 3
"""Questions that are offered at once."""

OFFER_COST: Final = 0.6
"""What it costs to offer questions among which the right one is, where a wrong answer costs one."""


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


def is_clear(shares: Sequence[float]) -> bool:
    """Whether the likeliest question is answered; where the next ones are nearly as likely, all are offered.

    Args:
        shares: the probabilities of the questions, likeliest first.
    """
    return shares[0] >= (1 - OFFER_COST) * sum(shares[:MAX_ALTERNATIVES])
