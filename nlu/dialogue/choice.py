"""The choice among the acts that a turn may be, by features and one fitted model.

A conditional logit: the score of an act is the weighted sum of its features, and its probability the softmax of the
scores. `python -m tests.evaluation.choice --fit` finds the weights on the conversations of `nlu/annotated/choix`.
Without weights the first act in the order of the interpretations is chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import exp
from pathlib import Path
from typing import Final

import msgspec

from nlu.dialogue.hearing import Impression, share
from nlu.dialogue.interpretation import ScoredAct
from nlu.dialogue.proposals import Act, ActKind, Proposed
from nlu.dialogue.requests import RequestDetector
from nlu.dialogue.state import ReplyForm
from nlu.dialogue.turn import Turn
from nlu.forms import OPEN_FORMS
from nlu.intents import ABOUT_LAST_ANSWER, OUT_OF_SCOPE, SMALL_TALK
from rules.yaml_lines import read_document

WEIGHTS_FILE: Final = Path(__file__).parents[1] / "data" / "choice.yml"

Weights = dict[str, dict[str, float]]
"""The weight of each feature, by the subject of the act (:func:`subject`) or :data:`INTERPRETATION`."""

INTERPRETATION: Final = "interpretation"

Features = Mapping[tuple[str, str], float]
"""The features of a candidate that are not zero; the key is that of the weight."""

MAX_FEW_WORDS = 3
"""Words up to which an utterance says little by itself; a feature, which the fit weighs."""

MIN_MANY_WORDS = 15
"""Words from which an utterance says more than its question; likewise."""

SITUATIONS: Final[Mapping[str, Callable[[Turn], float]]] = {
    "after an answer": lambda turn: bool(turn.state.history) and not turn.state.awaits,
    "awaits": lambda turn: bool(turn.state.awaits and turn.state.awaits.is_last),
    "awaited before": lambda turn: bool(turn.state.awaits and not turn.state.awaits.is_last),
    "follows up": lambda turn: turn.follows_up,
    "rejects": lambda turn: turn.rejects,
    "names": lambda turn: turn.entities.has_any,
    "names only": lambda turn: turn.entities.names_only,
    "states": lambda turn: bool(turn.entities.stated_facts),
    "supposes": lambda turn: bool(turn.entities.supposed),
    "few words": lambda turn: len(turn.text.split()) <= MAX_FEW_WORDS,
    "many words": lambda turn: len(turn.text.split()) >= MIN_MANY_WORDS,
    "has a mark": lambda turn: "?" in turn.text,
    "has a form": lambda turn: turn.utterance.form not in OPEN_FORMS,
    "shows what is held": lambda turn: bool(turn.state.last_reply and turn.state.last_reply.form is ReplyForm.CHECK),
    "sure of an intent": lambda turn: turn.intent is not None,
    "confidence": lambda turn: turn.likeliest.confidence if turn.likeliest else 0.0,
    "margin": lambda turn: turn.likeliest.margin if turn.likeliest else 0.0,
    **{impression.value: partial(share, impression=impression) for impression in Impression},
}
"""Features of the turn, with its intent in context, and of what the heads recognize."""

UNSURE: Final = "only heard"
"""A feature of an act that is not sure."""


@dataclass(frozen=True)
class CandidateAct:
    """An act that a turn may be, with its features and how likely it is, from 0 to 1."""

    act: Act
    features: Features
    probability: float

    @property
    def scored(self) -> ScoredAct:
        """The act as reported in the interpretation."""
        act = self.act
        intent = act.intent or (act.turn.intent if act.kind is ActKind.REQUEST else None)
        return ScoredAct(act.rule, str(act.kind), intent, self.probability)


def subject(act: Act) -> str:
    """The subject of an act, which selects its weights: its kind, or for OTHER the group of its intent."""
    if act.kind is not ActKind.OTHER:
        return str(act.kind)
    groups = {"small talk": SMALL_TALK, "about the answer": ABOUT_LAST_ANSWER, "out of scope": {OUT_OF_SCOPE}}
    return next((name for name, intents in groups.items() if act.intent in intents), str(act.kind))


class FittedChoice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fitted weights."""

    weights: Weights = {}

    @staticmethod
    def load() -> FittedChoice:
        """Read the weights file; no weights before the first fit."""
        return read_document(WEIGHTS_FILE, FittedChoice).content if WEIGHTS_FILE.exists() else FittedChoice()


class Chooser:
    """Ranks the acts that a turn may be."""

    def __init__(self, requests: RequestDetector, fitted: FittedChoice) -> None:
        self._requests = requests
        self._weights = fitted.weights

    def ranked(self, proposed: Proposed) -> tuple[CandidateAct, ...]:
        """The candidates, those of the likeliest act first; among equals, the sure ones first, then as they stand."""
        candidates = self.weighed(proposed)
        places = ranking([each.act for each in candidates], [each.probability for each in candidates])
        return tuple(candidates[place] for place in places)

    def weighed(self, proposed: Proposed) -> tuple[CandidateAct, ...]:
        """The candidates, in the order of the interpretations."""
        features = features_of(proposed, self._requests)
        weighed = zip(proposed.acts, features, probabilities(features, self._weights), strict=True)
        return tuple(CandidateAct(*each) for each in weighed)


def ranking(acts: Sequence[Act], shares: Sequence[float]) -> list[int]:
    """The positions of acts, likeliest first. Probabilities of interpretations of the same act add up."""
    sums: dict[tuple[str, str | None], float] = defaultdict(float)
    for act, probability in zip(acts, shares, strict=True):
        sums[act.kind, act.intent] += probability

    def order(place: int) -> tuple[float, float, bool]:
        act = acts[place]
        return -sums[act.kind, act.intent], -shares[place], not act.is_sure

    return sorted(range(len(acts)), key=order)


def probabilities(candidates: Sequence[Features], weights: Weights) -> list[float]:
    """The probability of each candidate, by its features."""
    scores = [
        sum(weights.get(name, {}).get(feature, 0.0) * value for (name, feature), value in features.items())
        for features in candidates
    ]
    highest = max(scores, default=0.0)
    shares = [exp(score - highest) for score in scores]
    total = sum(shares)
    return [share / total for share in shares]


def features_of(proposed: Proposed, requests: RequestDetector) -> list[Features]:
    """The features of each proposed act, without zeros."""
    turn = proposed.turn
    found = {name: float(situation(turn)) for name, situation in SITUATIONS.items()}
    if turn.likeliest and turn.likeliest.intent in requests.questions:
        found["likely a question"] = found["confidence"]
    found = {name: value for name, value in found.items() if value}
    return [
        {
            (INTERPRETATION, act.rule): 1.0,
            **({} if act.is_sure else {(UNSURE, act.rule): 1.0}),
            **{(subject(act), name): value for name, value in found.items()},
        }
        for act in proposed.acts
    ]
