"""Which question a message asks: as it is read in its conversation, and as its words alone say."""

from __future__ import annotations

from typing import Final

from nlu.classification.ranking import IntentRanking
from nlu.intents import STATEMENT
from nlu.meaning import NO_TOPIC
from nlu.reading.reading import Ask

ALONE: Final = 0.2
"""Share of what the words alone say in a question that the reader knows; chosen on writers kept apart."""

MAX_RANKED: Final = 5


def topics(ask: Ask, alone: IntentRanking) -> IntentRanking:
    """The intents that a message may have, likeliest first.

    A question that is younger than the reading has the share that the words alone give it.

    Args:
        ask: as it is read.
        alone: by its words.
    """
    read = {STATEMENT if topic == NO_TOPIC else topic: probability for topic, probability in ask.topics.items()}
    shares = dict(alone)
    younger = {intent: probability for intent, probability in alone if intent not in read}
    left = 1 - sum(younger.values())
    mixed = {
        intent: left * ((1 - ALONE) * probability + ALONE * shares.get(intent, 0.0))
        for intent, probability in read.items()
    }
    ranked = sorted((mixed | younger).items(), key=lambda pair: -pair[1])
    return tuple(ranked[:MAX_RANKED])
