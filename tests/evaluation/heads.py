"""The heads on annotated messages kept apart, of hands that nothing was learnt from; and by how much is learnt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nlu.classification.training_run import TrainingRun
from nlu.encoder.sentence_encoder import sentence_encoder
from nlu.heads.heads import FACT, EncodedMessage, Heads, context_of, kind_of, marks_read
from nlu.heads.labels import HOLDER, ROLE, RankedLabel
from nlu.heads.training import trained_heads
from nlu.resources import in_use
from nlu.training_data.annotated import ANNOTATED, LABELS_FILE, AnnotatedMessage, read_annotated
from tests.evaluation.metrics import Rate
from tests.evaluation.predictions import ENCODINGS

APART = Path(__file__).with_name("annotated")

PARTS = (0.25, 0.5)
"""Shares of the messages that are learnt from, beside all of them."""

SURE = 0.98
"""How often what is stored of a fact should be right."""

POLARITY = {"oui": "oui", "non": "non", "plus": "non", "pas_encore": "non", "demande": "demande"}
"""Of the roles of facts; what is left is supposed."""

_NAMES = {
    (FACT, ROLE): "fait : s’il est vrai",
    (FACT, HOLDER): "fait : à qui",
}
"""What is told of; a key is a labeling, or an entity's kind and a labeling."""

Guess = tuple[bool, float]
"""Whether the likeliest label is right, and its probability."""


@dataclass(frozen=True)
class HeadFigures:
    """How often a head is right on messages kept apart."""

    name: str
    right: Rate
    less_learnt: Sequence[float]
    """The share with each part of :data:`PARTS` learnt."""

    sure: float
    """The share of the surest for which it is right as often as :data:`SURE`."""


def heads_measured(tell: Callable[[str], None]) -> list[HeadFigures]:
    """Measure the heads of all annotated messages, and of parts of them.

    Raises:
        ProgrammeError: a file does not have its form.
    """
    learnt, apart = read_annotated(), read_annotated(APART, ANNOTATED / LABELS_FILE)
    random = np.random.default_rng(0)
    curves = []
    for part in PARTS:
        tell(f"Têtes de lecture, avec {part:.0%} des messages annotés…")
        chosen = random.permutation(len(learnt))[: round(part * len(learnt))]
        less = Heads().fit([learnt[index] for index in sorted(chosen)], in_use().delexicalizer)
        curves.append(_guesses(less, apart))
    tell("Têtes de lecture, avec tous les messages annotés…")
    heads = trained_heads(learnt, in_use().delexicalizer, TrainingRun(ENCODINGS))
    return [
        HeadFigures(
            name,
            Rate.of(sum(right for right, _ in guesses), len(guesses)),
            [float(np.mean([right for right, _ in curve[name]])) for curve in curves],
            _sure(guesses),
        )
        for name, guesses in _guesses(heads, apart).items()
    ]


def _guesses(heads: Heads, messages: Sequence[AnnotatedMessage]) -> dict[str, list[Guess]]:
    guesses: dict[str, list[Guess]] = defaultdict(list)
    for message in messages:
        text = in_use().delexicalizer.delexicalized(message.text)
        encoded = EncodedMessage(heads, text, sentence_encoder().encode(text.text))
        for name, guess in _of_message(encoded, message):
            guesses[name].append(guess)
    return guesses


def _of_message(encoded: EncodedMessage, message: AnnotatedMessage) -> Iterator[tuple[str, Guess]]:
    context = context_of(message.metadata.avant)
    for mark in marks_read(message):
        kind = kind_of(mark.entity)
        reading = encoded.mention(mark.entity, mark.start, mark.end, context)
        for name, label in ((ROLE, mark.role), (HOLDER, mark.group)):
            if (kind, name) in _NAMES:
                labels = _by_polarity(reading[name]) if (kind, name) == (FACT, ROLE) else reading[name]
                right_label = _polarity(label) if (kind, name) == (FACT, ROLE) else label
                yield _NAMES[kind, name], _guess(labels, [right_label])


def _guess(labels: Sequence[RankedLabel], right: Sequence[str]) -> Guess:
    first = max(labels, key=lambda label: label.probability)
    return first.name in right, first.probability


def _polarity(role: str) -> str:
    return POLARITY.get(role, "suppose")


def _by_polarity(labels: Sequence[RankedLabel]) -> list[RankedLabel]:
    sums: dict[str, float] = defaultdict(float)
    for label in labels:
        sums[_polarity(label.name)] += label.probability
    return [RankedLabel(name, probability) for name, probability in sums.items()]


def _sure(guesses: Sequence[Guess]) -> float:
    surest = sorted(guesses, key=lambda guess: -guess[1])
    right = np.cumsum([right for right, _ in surest]) / np.arange(1, len(surest) + 1)
    enough = np.flatnonzero(right >= SURE)
    return float(enough[-1] + 1) / len(surest) if len(enough) else 0.0
