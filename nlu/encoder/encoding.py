"""An encoded text: its vector, the states of its tokens, and where each token stands in the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Offsets = npt.NDArray[np.int64]

VECTOR_LAYERS = (12, 9)
"""Layers whose means make a vector, in this order: the last one has the meaning, the middle one more of the wording."""

LOUDNESS = 4.0
"""Of the vectors that the heads hear: those of unit length are too quiet to be learnt from quickly."""


@dataclass(frozen=True)
class Encoding:
    """A text, encoded in one pass.

    Attributes:
        vector: the whole text, as :func:`vector_of` makes it.
        states: of each layer that serves, the states of the text's tokens, shape (tokens, 384).
        starts: where each token starts, in characters of the original text, shape (tokens,).
        ends: where each token ends.
    """

    vector: Vectors
    states: Mapping[int, Vectors]
    starts: Offsets
    ends: Offsets

    def tokens_in(self, start: int, end: int) -> slice:
        """The tokens that share a character with a part of the text; the nearest one where none does."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        last = int(np.searchsorted(self.starts, end, side="left"))
        if first < last:
            return slice(first, last)
        nearest = min(first, len(self.starts) - 1)
        return slice(nearest, nearest + 1)

    def pooled(self, start: int, end: int) -> Vectors:
        """The vector of a part of the text, from the same pass: its tokens have seen the rest of the text."""
        if not len(self.starts):
            return self.vector
        tokens = self.tokens_in(start, end)
        return vector_of({layer: self.states[layer][tokens] for layer in VECTOR_LAYERS})


def vector_of(states: Mapping[int, Vectors]) -> Vectors:
    """The means of the states of the last layer and of layer 9, each of unit length; in one, shape (768,)."""
    means = [states[layer].mean(axis=0) for layer in VECTOR_LAYERS]
    vector: Vectors = np.concatenate([mean / np.linalg.norm(mean) for mean in means])
    return vector
