"""Intents of an utterance and of its clauses, with their confidences."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from nlu.entities.clauses import Clause
from nlu.intents import FALLBACK

IntentRanking = tuple[tuple[str, float], ...]
"""Intents with their probabilities, likeliest first."""

MIN_TELLING_WORDS = 3
"""Words of a clause that says something by itself ("hein ?" does not)."""


@dataclass(frozen=True)
class ClassifiedClause:
    """A clause, or a whole utterance, with its intents.

    `contextual` are what a short text means just after an answer; empty for a longer one. `delexicalized` is the text
    as it was encoded. `parts` are the pieces between its joints, where several of them may ask.
    """

    clause: Clause
    ranking: IntentRanking
    contextual: IntentRanking = ()
    delexicalized: str = ""
    parts: tuple[ClassifiedClause, ...] = ()

    @property
    def intent(self) -> str:
        """The likeliest intent."""
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        """The probability of the likeliest intent, from 0 to 1."""
        return self.ranking[0][1]

    @property
    def margin(self) -> float:
        """How much likelier the first intent is than the second."""
        return self.confidence - self.ranking[1][1] if len(self.ranking) > 1 else self.confidence

    def in_context(self) -> ClassifiedClause:
        """The clause by its contextual intents, where it has any."""
        return replace(self, ranking=self.contextual) if self.contextual else self

    def without(self, intents: Collection[str]) -> ClassifiedClause:
        """The clause as if some intents did not exist; a fallback where no other is left."""
        ranking, contextual = (
            tuple((intent, score) for intent, score in scores if intent not in intents)
            for scores in (self.ranking, self.contextual)
        )
        parts = tuple(part.without(intents) for part in self.parts)
        return replace(self, ranking=ranking or ((FALLBACK, 0.0),), contextual=contextual, parts=parts)
