"""Products of vectors and matrices, as quick as numpy can for the few vectors of a message."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[Any]

_FEW: Final = 8
"""Rows up to which each by itself is quicker: a product of several first copies the whole matrix."""


def product(rows: Matrix, matrix: Matrix) -> Matrix:
    """`rows @ matrix`, a row at a time where they are few; shapes (rows, inputs) and (inputs, outputs)."""
    if not 0 < len(rows) <= _FEW:
        found: Matrix = rows @ matrix
        return found
    return np.stack([row @ matrix for row in rows])
