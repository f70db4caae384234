"""The tokenizer's file: multilingual-e5-small's unigram pieces of Latin script, for the library `sentencepiece`."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as protobuf

from nlu.encoder.conversion.weights import Weights

CONTROL = ("<s>", "<pad>", "</s>")
UNKNOWN = "<unk>"

_SPACE = "\u2581"
_FIRST_OF_OTHER_SCRIPTS = 0x2E80
"""From here on Unicode has Chinese, Japanese, Korean, and pictures."""


def latin_rows(pieces: Sequence[str]) -> list[int]:
    """The rows of the pieces that French and English can need, special ones first.

    Half of the vocabulary is left out; what is in other scripts is unknown to the tokenizer, and to the classifier.
    """
    special = [pieces.index(piece) for piece in (*CONTROL, UNKNOWN)]
    return special + [row for row, piece in enumerate(pieces) if row not in special and _is_latin(piece)]


def tokenizer_file(weights: Weights, rows: Iterable[int]) -> bytes:
    """The tokenizer of some rows of the vocabulary; its ids are their places in `rows`."""
    model = protobuf.ModelProto()
    kinds = protobuf.ModelProto.SentencePiece
    for row in rows:
        piece = weights.pieces[row]
        kind = kinds.CONTROL if piece in CONTROL else kinds.UNKNOWN if piece == UNKNOWN else kinds.NORMAL
        model.pieces.add(piece=piece, score=float(weights.scores[row]), type=kind)
    trained = model.trainer_spec
    trained.model_type = trained.UNIGRAM
    trained.vocab_size = len(model.pieces)
    trained.bos_id, trained.pad_id, trained.eos_id, trained.unk_id = 0, 1, 2, 3
    trained.bos_piece, trained.pad_piece, trained.eos_piece = CONTROL
    model.normalizer_spec.CopyFrom(_normalization())
    return bytes(model.SerializeToString())


def _is_latin(piece: str) -> bool:
    return all(
        sign == _SPACE or (ord(sign) < _FIRST_OF_OTHER_SCRIPTS and _is_latin_or_no_letter(sign)) for sign in piece
    )


def _is_latin_or_no_letter(sign: str) -> bool:
    return not sign.isalpha() or unicodedata.name(sign, "").startswith(("LATIN", "DIGIT"))


def _normalization() -> protobuf.NormalizerSpec:
    """The normalization that the encoder was trained with, `nmt_nfkc`: any model that the library trains has it."""
    file = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["normalization"] * 10),
        model_writer=file,
        model_type="char",
        vocab_size=20,
        hard_vocab_limit=False,
        normalization_rule_name="nmt_nfkc",
        minloglevel=2,
    )
    return protobuf.ModelProto.FromString(file.getvalue()).normalizer_spec
