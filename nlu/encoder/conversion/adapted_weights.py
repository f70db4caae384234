"""The encoder's weights with what `nlu.adaptation` changed of them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from nlu.encoder.conversion.weights import Floats, Weights

ADAPTATION: Final = Path(__file__).parents[1] / "adaptation.npz"
"""What was learnt: for a layer's matrix, `<layer>.<matrix>.down` (rank, columns) and `.up` (rows, rank)."""


class AdaptedWeights(Weights):
    """The contents of the encoder's file, each matrix with its change of low rank.

    Args:
        path: the encoder's file.
        adaptation: the file of the changes; the same weights where it is None.
    """

    def __init__(self, path: Path, adaptation: Path | None = ADAPTATION) -> None:
        super().__init__(path)
        self._changes: dict[str, Floats] = {}
        if adaptation:
            with np.load(adaptation) as arrays:
                self._changes = {name: arrays[name].astype(np.float32) for name in arrays}

    def matrix(self, name: str, columns: int) -> Floats:
        """A matrix in full, by its name, such as `l0.q.w`."""
        matrix = super().matrix(name, columns)
        changed = name.removeprefix("l").removesuffix(".w")
        if f"{changed}.up" not in self._changes:
            return matrix
        changed_by: Floats = self._changes[f"{changed}.up"] @ self._changes[f"{changed}.down"]
        return matrix + changed_by
