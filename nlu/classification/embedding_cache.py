"""Embeddings kept on disk: of 25,000 sentences a maintainer changes few, and encoding all of them takes a minute.

They are what the encoder gave: the file is made again where it is absent, damaged or another encoder's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np
import numpy.typing as npt

from nlu.encoder.encoding import Vectors
from nlu.encoder.installation import installation
from nlu.encoder.sentence_encoder import VECTOR_SIZE, sentence_encoder

MAX_SENTENCES = 40_000
"""Sentences kept, the last used first: 1.5 kB each."""

_KEPT_AS = np.float16
"""With vectors rounded so, no prediction of 1,550 changed, and the file is half as large."""

_Kept = npt.NDArray[np.float16]


def cached_embeddings(
    texts: Sequence[str], folder: Path | None, on_progress: Callable[[int, int], None] = lambda *_: None
) -> Vectors:
    """The embeddings of texts, rounded, shape (len(texts), 768): read from the folder, or encoded and then kept there.

    Args:
        texts: the texts.
        folder: where embeddings are kept; None for nowhere.
        on_progress: called with how many texts are encoded, of how many that the folder did not have.
    """
    names = [sha256(text.encode()).digest()[:16] for text in texts]
    path = folder / f"{installation().identity}.npz" if folder else None
    kept = _read(path) if path else {}
    missing = {name: text for name, text in zip(names, texts, strict=True) if name not in kept}
    known = kept
    if missing:
        encoded = sentence_encoder().vectors(list(missing.values()), len(os.sched_getaffinity(0)), on_progress)
        known = {**kept, **dict(zip(missing, encoded.astype(_KEPT_AS), strict=True))}
    if path and missing:
        first = dict.fromkeys(names)
        order = [*first, *(name for name in kept if name not in first)][:MAX_SENTENCES]
        # Where nothing can be written, the next training encodes anew.
        with suppress(OSError):
            _write(path, order, np.stack([known[name] for name in order]))
    embeddings: Vectors = np.stack([known[name] for name in names]).astype(np.float32)
    return embeddings


def _read(path: Path) -> dict[bytes, _Kept]:
    try:
        with np.load(path, allow_pickle=False) as file:
            names, vectors = file["names"], file["vectors"]
    # Damage shows in many ways, at the latest by the checksum that the archive has of each part.
    except Exception:
        return {}
    if vectors.dtype != _KEPT_AS or vectors.shape != (len(names), VECTOR_SIZE) or names.shape != (len(names), 16):
        return {}
    return dict(zip((name.tobytes() for name in names), vectors, strict=True))


def _write(path: Path, names: Sequence[bytes], vectors: _Kept) -> None:
    """Write the file whole or not at all, whatever other processes write."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        try:
            np.savez(file, names=np.frombuffer(b"".join(names), np.uint8).reshape(-1, 16), vectors=vectors)
            file.close()
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise
