"""multilingual-e5-small on onnxruntime: one thread, each text by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
import sentencepiece

from nlu.encoder.encoding import VECTOR_LAYERS, Encoding, Offsets, Vectors, vector_of
from nlu.encoder.installation import GRAPH, LAYERS, TOKENIZER, EncoderError, Installation, installation, unusable

VECTOR_SIZE = 768
"""Numbers of a vector."""

MAX_TOKENS = 256
"""Tokens read of a text, some 1,200 characters; an encoding takes a time that grows with them."""

MIN_LIKENESS = 0.998
"""Mean cosine to the vectors that the known sentences must have.

Of 42 sentences on emulated processors, 7-bit weights had 1.000 with AVX2, and 0.9985 or more without it, which adds in
another order; 8-bit weights, whose sums saturate without VNNI, had 0.9973 at most.
"""

MAX_BEFORE = 48
"""Tokens read of what was said before a text, from its beginning."""

_PREFIX = "query: "
"""Before each text: the encoder was trained with it, for what is compared with its like."""

_TEXTS_A_REPORT = 500


class SentenceEncoder:
    """Encodes texts; it may be used by several threads, and by processes forked after it is made.

    Args:
        folder: the folder of the encoder's files.
        graph: the name of the graph's file there.
        common: what vectors have in common whatever they mean, as the manifest has it; nothing by default.

    Attributes:
        end: the id of the mark after a text.
    """

    def __init__(self, folder: Path, graph: str = GRAPH, common: Sequence[Sequence[float]] = ()) -> None:
        options = onnxruntime.SessionOptions()
        # More threads, or threads that spin while they wait, starve the other processes.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / graph), options, providers=["CPUExecutionProvider"])
        self._tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(folder / TOKENIZER))
        # The prefix ends at a word's end: its tokens are the same before any text.
        self._prefix = [self._tokenizer.bos_id(), *self._tokenizer.encode(_PREFIX)]
        self.end = self._tokenizer.eos_id()
        self._centre, *directions = np.array(common or [[0.0] * VECTOR_SIZE], np.float32)
        self._directions = np.array(directions, np.float32).reshape(-1, VECTOR_SIZE)

    def encode(self, text: str, before: str = "") -> Encoding:
        """Encode a text.

        Args:
            text: the text.
            before: what was said before it: the text's tokens see it, and it is no part of the encoding.
        """
        lead, ids, starts, ends = self._read(text, before)
        states = {layer: found[len(lead) :] for layer, found in self._states([*lead, *ids, self.end], LAYERS).items()}
        return Encoding(
            vector=vector_of({layer: states[layer] for layer in VECTOR_LAYERS}),
            states={layer: found[:-1] for layer, found in states.items()},
            starts=starts,
            ends=ends,
        )

    def vector(self, text: str, before: str = "") -> Vectors:
        """The vector of a text, as :meth:`encode` gives it, shape (768,)."""
        lead, ids, *_ = self._read(text, before)
        states = self._states([*lead, *ids, self.end], VECTOR_LAYERS)
        return vector_of({layer: found[len(lead) :] for layer, found in states.items()})

    def vectors(
        self, texts: Sequence[str], threads: int = 1, on_progress: Callable[[int, int], None] = lambda *_: None
    ) -> Vectors:
        """The vectors of many texts, shape (len(texts), 768).

        Each text is encoded by itself: those of a batch would share a scale, and have other vectors than at serving.

        Args:
            texts: the texts.
            threads: how many are encoded at a time.
            on_progress: called now and then with how many are encoded, of how many.
        """
        vectors = np.empty((len(texts), VECTOR_SIZE), np.float32)
        with ThreadPoolExecutor(threads) as executor:
            for row, vector in enumerate(executor.map(self.vector, texts) if threads > 1 else map(self.vector, texts)):
                vectors[row] = vector
                if (row + 1) % _TEXTS_A_REPORT == 0 or row + 1 == len(texts):
                    on_progress(row + 1, len(texts))
        return vectors

    def meanings(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts to compare by their product, shape (len(texts), 768): 1 for the same, about 0 for others.

        The vectors of all texts lie close together, and differ most by language and kind of sentence; what tells their
        meanings apart is what is left without that.
        """
        vectors: Vectors = self.vectors(texts) - self._centre
        vectors -= vectors @ self._directions.T @ self._directions
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def tokens(self, text: str) -> tuple[list[int], Offsets, Offsets]:
        """The ids of a text's tokens, and where each starts and ends."""
        # A lone surrogate is no text, and the library refuses it; the question mark keeps the offsets right.
        text = text.encode(errors="replace").decode()
        found = self._tokenizer.encode(text, return_type="offset_mapping")
        offsets = np.array(found["offsets"], np.int64).reshape(-1, 2)
        starts = [_first_sign(text, start, end) for start, end in offsets.tolist()]
        return found["ids"], np.array(starts, np.int64), offsets[:, 1]

    def lead(self, before: list[int]) -> list[int]:
        """The tokens that stand before a text, by those of what was said before it."""
        return [*self._prefix, *before[:MAX_BEFORE], self.end] if before else self._prefix

    def _read(self, text: str, before: str) -> tuple[list[int], list[int], Offsets, Offsets]:
        """The tokens before a text's own, those, and where each of them starts and ends."""
        lead = self.lead(self.tokens(before)[0] if before else [])
        ids, starts, ends = self.tokens(text)
        room = MAX_TOKENS - len(lead) - 1
        return lead, ids[:room], starts[:room], ends[:room]

    def outputs(self, text: str, names: Sequence[str]) -> dict[str, Vectors]:
        """What the graph gives under some names for a text, each of shape (tokens, channels)."""
        lead, ids, *_ = self._read(text, "")
        return self._outputs([*lead, *ids, self.end], names)

    def _states(self, ids: list[int], layers: Sequence[int]) -> dict[int, Vectors]:
        found = self._outputs(ids, [f"states_{layer}" for layer in layers])
        return {layer: found[f"states_{layer}"] for layer in layers}

    def _outputs(self, ids: list[int], names: Sequence[str]) -> dict[str, Vectors]:
        found = self._session.run(list(names), {"ids": np.asarray([ids])})
        return {name: states[0] for name, states in zip(names, found, strict=True)}


def _first_sign(text: str, start: int, end: int) -> int:
    """Where a token starts that has the space before it, and control characters that the tokenizer dropped."""
    while start < end and (text[start].isspace() or not text[start].isprintable()):
        start += 1
    return start


def load(found: Installation) -> SentenceEncoder:
    """The encoder of an installation, tried on the sentences that it must know.

    Raises:
        EncoderError: a file is missing or damaged, or this processor gives other vectors.
    """
    found.check()
    try:
        encoder = SentenceEncoder(found.folder, common=found.manifest.common)
        likeness = np.mean(
            [cosine(encoder.vector(known.text), np.array(known.vector)) for known in found.manifest.known]
        )
    except Exception as error:  # onnxruntime and sentencepiece have exceptions of many kinds
        raise unusable(found.folder, f"illisible par les bibliothèques installées ({error})") from error
    if not likeness >= MIN_LIKENESS:  # where it is no number at all, too
        raise EncoderError(
            "Encodeur de phrases : sur ce processeur, des phrases connues n’ont pas leur vecteur "
            f"(cosinus {likeness:.4f} ; il faut {MIN_LIKENESS}). "
            "Les réponses pourraient être fausses : l’assistant s’arrête.\n"
            "Refaire l’environnement (« make clean », puis « make setup ») ; sinon, changer de machine et le signaler."
        )
    return encoder


@lru_cache(maxsize=1)
def sentence_encoder() -> SentenceEncoder:
    """The encoder of this process, loaded when it is first asked for.

    Raises:
        EncoderError: see :func:`load` and :func:`nlu.encoder.installation.installation`.
    """
    return load(installation())


def cosine(vector: Vectors, other: Vectors) -> float:
    """The lower one of the cosines of the halves of two vectors."""
    halves = (vector * other).reshape(2, -1).sum(axis=1)
    norms = np.linalg.norm(vector.reshape(2, -1), axis=1) * np.linalg.norm(other.reshape(2, -1), axis=1)
    return float((halves / norms).min())
