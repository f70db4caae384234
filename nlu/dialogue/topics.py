"""Which question a message asks: as it is read in its conversation, and as its words alone say."""

from __future__ import annotations

from typing import Final

from nlu.classification.ranking import MAX_RANKED, IntentRanking
from nlu.intents import OUT_OF_SCOPE, STATEMENT
from nlu.meaning import NO_TOPIC
from nlu.reading.reading import Ask

ALONE: Final = 0.2
"""Share of what the words alone say in a question that the reader knows; chosen on writers kept apart."""


def topics(ask: Ask, alone: IntentRanking, last: str | None = None, same: float = 0.0) -> IntentRanking:
    """The intents that a message may have, likeliest first.

    A question that is younger than the reading has the share that the words alone give it.

    Args:
        ask: as it is read.
        alone: by its words.
        last: the question before, where there is one.
        same: how likely it is that this one is asked again: then it is not out of scope.
    """
    read = {STATEMENT if topic == NO_TOPIC else topic: probability for topic, probability in ask.topics.items()}
    shares = dict(alone)
    younger = {intent: probability for intent, probability in alone if intent not in read}
    left = 1 - sum(younger.values())
    mixed = {
        intent: left * ((1 - ALONE) * probability + ALONE * shares.get(intent, 0.0))
        for intent, probability in read.items()
    }
    shares = mixed | younger
    if last:
        again = same * shares.get(OUT_OF_SCOPE, 0.0)  # "and Cognac?" has no subject of its own
        shares |= {last: shares.get(last, 0.0) + again, OUT_OF_SCOPE: shares.get(OUT_OF_SCOPE, 0.0) - again}
    ranked = sorted(shares.items(), key=lambda pair: -pair[1])
    return tuple(ranked[:MAX_RANKED])
