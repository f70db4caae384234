"""What a message means, as it is read: every field with how likely each of its labels is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from nlu.forms import QuestionForm
from nlu.intents import ASKING_NOTHING
from nlu.meaning import NO_TOPIC, NOTHING, MessageAct, MessageLink, Operation, Who

Likelihoods = Mapping[str, float]
"""The labels of a field with their probabilities, likeliest first; the labels are those of `nlu.meaning`."""


@dataclass(frozen=True)
class Ask:
    """One question of a message.

    Attributes:
        topics: which question it is, in its conversation.
        courses: which course it is about, named or not.
        forms: what it wants to be told.
        persons: whom it is about.
        start: where its words start in the text that was encoded, in characters.
        end: where they end.
    """

    topics: Likelihoods
    courses: Likelihoods
    forms: Likelihoods
    persons: Likelihoods
    start: int
    end: int


@dataclass(frozen=True)
class ReadSpan:
    """Words that name something: what, what it is here, and whose; `start` and `end` as in :class:`Ask`."""

    start: int
    end: int
    kind: str
    role: str
    holder: str


@dataclass(frozen=True)
class Reading:
    """What a message means.

    Attributes:
        acts: what its writer does.
        links: how it depends on what came before.
        operations: what to do with the answer.
        claims: what a yes-or-no question supposes something about; "-" for nothing.
        distress: how bad its writer is.
        asks: its questions; one at least, whose likeliest topic is none where it asks nothing.
        spans: what it names.
    """

    acts: Likelihoods
    links: Likelihoods
    operations: Likelihoods
    claims: Likelihoods
    distress: Likelihoods
    asks: tuple[Ask, ...]
    spans: tuple[ReadSpan, ...]


_ASKING_NOTHING: Final = frozenset({NO_TOPIC, *ASKING_NOTHING})

NOTHING_READ: Final = Reading(
    acts={MessageAct.TELL: 1.0},
    links={MessageLink.NEW: 1.0},
    operations={Operation.ANSWER: 1.0},
    claims={NOTHING: 1.0},
    distress={},
    asks=(Ask({NO_TOPIC: 1.0}, {NO_TOPIC: 1.0}, {QuestionForm.NONE: 1.0}, {Who.ME: 1.0}, 0, 0),),
    spans=(),
)
"""The reading of what has no words, as a click."""


def likeliest(likelihoods: Likelihoods) -> str:
    """The likeliest label."""
    return next(iter(likelihoods))


def each_by_itself(reading: Reading, text: str, read: Callable[[str], Reading]) -> Reading:
    """A reading of which each of several questions is read by its own words: together, one hides the other.

    Those that the programme may answer come first.

    Args:
        reading: of the whole.
        text: as it was encoded.
        read: reads a text in the same conversation.
    """
    if len(reading.asks) == 1:
        return reading
    asks = (_by_itself(ask, read(text[ask.start : ask.end]).asks[0]) for ask in reading.asks)
    return replace(reading, asks=tuple(sorted(asks, key=lambda ask: likeliest(ask.topics) in _ASKING_NOTHING)))


def _by_itself(ask: Ask, alone: Ask) -> Ask:
    """A question as it is read among the others and by its own words; what it is about may stand in the others."""
    return replace(
        ask,
        topics=_mean(ask.topics, alone.topics),
        courses=_mean(ask.courses, alone.courses),
        forms=alone.forms,
    )


def _mean(one: Likelihoods, other: Likelihoods) -> Likelihoods:
    mean = {label: (probability + other[label]) / 2 for label, probability in one.items()}
    return dict(sorted(mean.items(), key=lambda pair: -pair[1]))
