"""What the heads see: means of token states, and the words themselves with where they stand.

States alone tell 76 % of polarities on hands that were not learnt from, words alone 71, both together 79: "pas encore"
and "si" are plain in the words, and who is meant in the states.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from nlu.encoder.encoding import Encoding, Vectors
from nlu.heads.labels import Context
from nlu.text import fold

MENTION_LAYERS = (7, 9)
"""Of the layers that the encoder gives: the middle ones tell who did what."""

_WINDOWS = (-10, -5, -2, 2, 5, 10)
"""Tokens before a mention, and after it, of which the mean state is a feature."""

_WORDS_BEFORE, _WORDS_AFTER, _PLACED = 8, 6, 3
"""Words around a mention that are features, and the nearest ones of which it counts where they stand."""

_WORD = re.compile(r"[a-z0-9]+'?|[?!.,;:]")


@dataclass(frozen=True)
class Features:
    """Of one message or mention: numbers, shape (features,), and words."""

    numbers: Vectors
    words: frozenset[str]


def mention_features(
    text: str, encoding: Encoding, start: int, end: int, entity: str, entities: Sequence[str], context: Context
) -> Features:
    """The features of a mention: the words of a message from `start` to `end`, in characters."""
    inside = encoding.tokens_in(start, end)
    numbers = []
    for layer in MENTION_LAYERS:
        states = encoding.states[layer]
        numbers.append(_unit(states[inside].mean(axis=0)))
        for size in _WINDOWS:
            part = (
                slice(max(0, inside.start + size), inside.start) if size < 0 else slice(inside.stop, inside.stop + size)
            )
            numbers.append(_unit(states[part].mean(axis=0)) if len(states[part]) else np.zeros_like(numbers[0]))
        numbers.append(_unit(states.mean(axis=0)))
    numbers += [_one_of(entity, entities), _one_of(context, len(Context))]
    return Features(np.concatenate(numbers).astype(np.float32), frozenset(_around(text, start, end, entity)))


def _around(text: str, start: int, end: int, entity: str) -> set[str]:
    before, after = _words(text[:start])[-_WORDS_BEFORE:], _words(text[end:])[:_WORDS_AFTER]
    words = {f"in {word}" for word in _words(text[start:end])} | {f"all {word}" for word in _words(text)}
    words |= {f"before {word}" for word in before} | {f"after {word}" for word in after}
    words |= {f"before {' '.join(pair)}" for pair in pairwise(before)}
    words |= {f"after {' '.join(pair)}" for pair in pairwise(after)}
    words |= {f"{-place} {word}" for place, word in enumerate(reversed(before[-_PLACED:]), 1)}
    words |= {f"{place} {word}" for place, word in enumerate(after[:_PLACED], 1)}
    return words | {f"entity {entity}"}


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = vector / np.linalg.norm(vector)
    return unit


_ENTITY_WEIGHT = 0.5


def _one_of(value: Hashable, among: Sequence[Hashable] | int) -> npt.NDArray[np.float32]:
    values = range(among) if isinstance(among, int) else among
    return np.array([_ENTITY_WEIGHT * (value == each) for each in values], np.float32)
