"""Reads an encoded message: each field by a linear head, learnt with the encoder (`nlu.adaptation`)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import softmax

from nlu.encoder.encoding import LOUDNESS, VECTOR_LAYERS, Encoding, Vectors
from nlu.meaning import NOTHING
from nlu.reading.reading import Ask, Likelihoods, Reading, ReadSpan

HEADS: Final = Path(__file__).with_name("heads.npz")
"""The heads: for each field `<field>.weight`, shape (labels, 768), and `.bias`; `labels` in JSON."""

_Numbers = npt.NDArray[np.int64]


class Reader:
    """The heads.

    Args:
        file: what `nlu.adaptation` has learnt.
    """

    def __init__(self, file: Path = HEADS) -> None:
        with np.load(file) as arrays:
            self._labels: dict[str, list[str]] = json.loads(arrays["labels"].tobytes())
            self._heads = {
                field: (arrays[f"{field}.weight"].astype(np.float32).T, arrays[f"{field}.bias"].astype(np.float32))
                for field in self._labels
            }

    @property
    def topics(self) -> frozenset[str]:
        """The questions that it knows."""
        return frozenset(self._labels["topic"])

    def read(self, encoding: Encoding) -> Reading:
        """What a message means, by its encoding after the gist of what was said before."""
        states = {layer: encoding.states[layer] for layer in VECTOR_LAYERS}
        units = [state / np.linalg.norm(state, axis=1, keepdims=True) for state in states.values()]
        tokens = np.concatenate(units, axis=1)
        message = encoding.vector
        return Reading(
            acts=self._likelihoods("act", message),
            links=self._likelihoods("link", message),
            operations=self._likelihoods("operation", message),
            claims=self._likelihoods("claim", message),
            distress=self._likelihoods("distress", message),
            asks=self._asks(encoding, tokens),
            spans=self._spans(encoding, tokens),
        )

    def _asks(self, encoding: Encoding, tokens: Vectors) -> tuple[Ask, ...]:
        """The questions: one, of the whole message, unless words of several ask each their own."""
        numbers = self._best("asks", tokens)
        parts = [np.flatnonzero(numbers == number) for number in sorted({*numbers.tolist()} - {0})]
        if len(parts) <= 1:
            return (self._ask(encoding.vector, 0, int(encoding.ends[-1]) if len(encoding.ends) else 0),)
        # A question ends where the next one begins.
        starts = sorted(int(encoding.starts[part[0]]) for part in parts)
        edges = pairwise([*starts, int(encoding.ends[-1])])
        return tuple(self._ask(encoding.pooled(start, end), start, end) for start, end in edges)

    def _ask(self, vector: Vectors, start: int, end: int) -> Ask:
        return Ask(
            topics=self._likelihoods("topic", vector),
            courses=self._likelihoods("course", vector),
            forms=self._likelihoods("form", vector),
            persons=self._likelihoods("who", vector),
            start=start,
            end=end,
        )

    def _spans(self, encoding: Encoding, tokens: Vectors) -> tuple[ReadSpan, ...]:
        """What tokens name: as many of the same kind as follow each other, until one begins anew."""
        if not len(tokens):
            return ()
        kinds, begins = self._best("kind", tokens), self._best("begins", tokens)
        edges = [0, *(np.flatnonzero((kinds[1:] != kinds[:-1]) | (begins[1:] == 1)) + 1).tolist(), len(kinds)]
        roles, holders = self._scores("role", tokens), self._scores("holder", tokens)
        return tuple(
            ReadSpan(
                int(encoding.starts[first]),
                int(encoding.ends[end - 1]),
                kind,
                self._of_all("role", roles[first:end]),
                self._of_all("holder", holders[first:end]),
            )
            for first, end in pairwise(edges)
            if (kind := self._labels["kind"][kinds[first]]) != NOTHING
        )

    def _of_all(self, field: str, scores: Vectors) -> str:
        """The likeliest label of some tokens together."""
        return self._labels[field][int(scores.sum(axis=0).argmax())]

    def _best(self, field: str, tokens: Vectors) -> _Numbers:
        best: _Numbers = self._scores(field, tokens).argmax(axis=-1)
        return best

    def _scores(self, field: str, vectors: Vectors) -> Vectors:
        weight, bias = self._heads[field]
        scores: Vectors = (LOUDNESS * vectors) @ weight + bias
        return scores

    def _likelihoods(self, field: str, vector: Vectors) -> Likelihoods:
        found = softmax(self._scores(field, vector))
        return _ranked(self._labels[field], found)


@cache
def reader() -> Reader:
    """The reader of this process, loaded when it is first asked for."""
    return Reader()


def _ranked(labels: Sequence[str], probabilities: Vectors) -> Likelihoods:
    return {labels[number]: float(probabilities[number]) for number in np.argsort(-probabilities)}
