"""Which cell of the programme's matrix a question asks: an attribute of an element, or none.

Read from what was read of the question (its topic, course and form) and from its vector, by linear heads that
`nlu.adaptation.cells` fits on annotated turns (`nlu/annotated/cellules`). The encoder need not be adapted for them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from scipy.special import softmax

from nlu.encoder.encoding import Vectors

Likelihoods = Mapping[str, float]

HEADS: Final = Path(__file__).with_name("cells.npz")
"""For `element` and `attribute`: `<field>.weight`, shape (labels, features), and `.bias`; `labels` in JSON, with those
of the fields that the features are made of."""

FIELDS: Final = ("topic", "course", "form")
"""What else is read of a question, in the order of the features."""

_LOUD: Final = {"vector": 3.0, "topic": 2.0, "course": 1.0, "form": 1.0}
"""How much each weighs before the heads are fitted; chosen with their constraint, on annotators left out."""


def features(vector: Vectors, read: Mapping[str, Likelihoods], labels: Mapping[str, list[str]]) -> Vectors:
    """What the heads see: the vector at length 1, then the square root of each likelihood, of length 1 a field."""
    parts = [_LOUD["vector"] * vector / np.linalg.norm(vector)]
    for field in FIELDS:
        parts.append(_LOUD[field] * np.sqrt([read[field].get(label, 0.0) for label in labels[field]]))
    found: Vectors = np.concatenate(parts).astype(np.float32)
    return found


class CellReader:
    """The heads.

    Args:
        file: what `nlu.adaptation.cells` has fitted.
    """

    def __init__(self, file: Path = HEADS) -> None:
        with np.load(file) as arrays:
            self._labels: dict[str, list[str]] = json.loads(arrays["labels"].tobytes())
            self._heads = {
                field: (arrays[f"{field}.weight"].astype(np.float32), arrays[f"{field}.bias"].astype(np.float32))
                for field in ("element", "attribute")
            }

    def read(self, vector: Vectors, read: Mapping[str, Likelihoods]) -> tuple[Likelihoods, Likelihoods]:
        """The elements and the attributes that may be asked about, likeliest first.

        Args:
            vector: of the words that ask.
            read: what is read of them, by `FIELDS`.
        """
        seen = features(vector, read, self._labels)
        return self._likelihoods("element", seen), self._likelihoods("attribute", seen)

    def _likelihoods(self, field: str, seen: Vectors) -> Likelihoods:
        weight, bias = self._heads[field]
        found = softmax(weight @ seen + bias)
        return {self._labels[field][number]: float(found[number]) for number in np.argsort(-found)}


@cache
def cell_reader() -> CellReader:
    """The heads of this process, loaded when they are first asked for."""
    return CellReader()
