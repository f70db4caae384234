"""How bad it is what a message shows, by a classifier of the same kind as that of intents.

What is given is what costs least, by the probabilities of the levels: a kind word too many costs little, a danger that
nobody hears costs most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Final

import numpy as np

from nlu.classification.embedding_cache import cached_embeddings
from nlu.classification.intent_classifier import IntentClassifier
from nlu.classification.training_run import TrainingRun
from nlu.distress import Distress
from nlu.encoder.encoding import Vectors
from nlu.heads.training import kept_or_trained
from nlu.meaning import MessageAct
from nlu.training_data.annotated import AnnotatedMessage
from nlu.training_data.distress import DistressMessage
from nlu.training_data.meanings import LoggedTurn

LEVELS: Final = (Distress.NONE, Distress.HARDSHIP, Distress.DISTRESS, Distress.DANGER)
"""What may be given, in the order of the columns of COSTS."""

COSTS: Final = {
    Distress.NONE: (0.0, 1.0, 14.0, 16.0),
    Distress.ANNOYANCE: (0.0, 1.0, 14.0, 16.0),
    Distress.HARDSHIP: (2.5, 0.0, 2.0, 5.0),
    Distress.DISTRESS: (6.0, 1.5, 0.0, 1.0),
    Distress.DANGER: (12.0, 6.0, 1.0, 0.0),
}
"""What it costs to give each of LEVELS to a message of a level; 1 is a kind word that was not needed.

A number to call that nobody needs costs fourteen: of 4,600 calm messages kept apart it is then given to seven, all of
them false friends; whoever is not well is seen as often as where it costs four.
"""

MAX_EXAMPLES: Final = 6_000
"""Of the maintainers' examples, and of all that is said calmly, drawn once and for all.

More of them teach nothing more, and outweigh those who are not well.
"""

_LIKELIER_THAN_NOT: Final = 0.5

_NOT_ORDINARY: Final = frozenset({MessageAct.DISTRESS, MessageAct.ANNOYANCE})
"""Acts of messages that are not learnt as ordinary ones."""

_FILE: Final = "distress.joblib"


class DistressHead:
    """Detects distress. Train with :meth:`fit`, or read a trained one with :meth:`load`."""

    def __init__(self) -> None:
        self._levels = IntentClassifier()
        self._costs = np.zeros((0, len(LEVELS)))

    def fit(self, texts: Sequence[str], levels: Sequence[Distress], embeddings: Vectors) -> DistressHead:
        """Train.

        Args:
            texts: messages, delexicalized.
            levels: the level of each.
            embeddings: the texts encoded, shape (texts, 768).
        """
        self._levels.fit(texts, [level.value for level in levels], embeddings)
        self._costs = np.array([COSTS[Distress(label)] for label in self._levels.labels])
        return self

    def detect(self, parts: Mapping[str, Vectors]) -> Distress:
        """The level of a message: that of its gravest part, by the vectors of the delexicalized whole and its clauses.

        None where nothing was learnt.
        """
        if not self._levels.labels:
            return Distress.NONE
        rows = self._levels.probabilities(list(parts), np.stack(list(parts.values())))
        level = LEVELS[int((rows @ self._costs).argmin(axis=1).max())]
        annoyance = rows[:, self._levels.labels.index(Distress.ANNOYANCE)]
        return Distress.ANNOYANCE if level is Distress.NONE and annoyance.max() > _LIKELIER_THAN_NOT else level

    def save(self, folder: Path) -> None:
        """Write what was learned into a folder."""
        self._levels.save(folder / _FILE)

    @classmethod
    def load(cls, folder: Path) -> DistressHead:
        """Read what :meth:`save` wrote. Only load files this project wrote: the format runs code."""
        classifier = cls()
        classifier._levels = IntentClassifier.load(folder / _FILE)
        classifier._costs = np.array([COSTS[Distress(label)] for label in classifier._levels.labels])
        return classifier


def distress_examples(
    messages: Sequence[DistressMessage],
    annotated: Sequence[AnnotatedMessage],
    turns: Sequence[LoggedTurn],
    ordinary: Sequence[str],
    parts: Callable[[str], Sequence[str]],
) -> dict[str, Distress]:
    """What is learnt: delexicalized texts with their levels.

    Which part of a message shows its distress is not known: of these only the whole is learnt; of calm ones each part.

    Args:
        messages: in hard times, and their false friends.
        annotated: annotated messages.
        turns: logged turns with what they mean; those whose writers complain show annoyance.
        ordinary: the maintainers' examples, which are all ordinary.
        parts: gives what is encoded of a message: the whole, then its clauses, delexicalized.
    """
    turns_acts = [(turn.message, turn.meaning.act) for turn in turns if turn.meaning]
    acts = [*((message.text, message.act) for message in annotated), *turns_acts]
    calm = _drawn([text for text, act in acts if act not in _NOT_ORDINARY]) + _drawn(ordinary)
    calm += [message.text for message in messages if message.distress is Distress.NONE]
    levels = {part: Distress.NONE for text in calm for part in parts(text)}
    levels |= {parts(text)[0]: Distress.ANNOYANCE for text, act in turns_acts if act == MessageAct.ANNOYANCE}
    return levels | {
        parts(message.text)[0]: message.distress for message in messages if message.distress is not Distress.NONE
    }


def _drawn(texts: Sequence[str]) -> list[str]:
    return Random(0).sample(texts, min(MAX_EXAMPLES, len(texts)))  # noqa: S311


def trained_distress_head(levels: Mapping[str, Distress], run: TrainingRun) -> DistressHead:
    """The head of such examples, kept from the last training of the same or trained; `run` says where it is kept."""
    texts = list(levels)
    return kept_or_trained(
        "distress",
        levels.items(),
        DistressHead.load,
        lambda: DistressHead().fit(texts, list(levels.values()), cached_embeddings(texts, run.embeddings)),
        run.embeddings,
    )
