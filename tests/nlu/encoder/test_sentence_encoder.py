"""The sentence encoder: vectors are those learnt, the same wherever they are made; tokens have their place."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.encoder import sentence_encoder as sentence_encoder_module
from nlu.encoder.encoding import Encoding
from nlu.encoder.sentence_encoder import MAX_TOKENS, SentenceEncoder, sentence_encoder
from tests.support.tables import each_row

LEARNT = json.loads((Path(sentence_encoder_module.__file__).parent / "adaptation.json").read_text(encoding="utf-8"))[
    "known"
]
"""Means of the last layer as the network that was adapted gives them, in PyTorch and in full."""

ODD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("aeé' -\n\t\u00a0\u200b\u200d\ufeff\u0301\u0327œßﬁ½ﷺ㋿가Å①ﾞ😀🏽🇫👍"),
    ),
    max_size=30,
)
"""Texts with what normalization composes, decomposes, drops and lengthens; lone surrogates too."""


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return sentence_encoder()


def unit_halves(vector: np.ndarray) -> bool:
    return vector.shape == (768,) and np.allclose(np.linalg.norm(vector.reshape(2, -1), axis=1), 1, atol=1e-5)


@each_row("text", LEARNT)
def test_first_half_of_a_vector_is_that_of_the_network_that_learnt(text: str, encoder: SentenceEncoder) -> None:
    assert encoder.vector(text)[:384] @ np.array(LEARNT[text]) > 0.98


def test_same_question_in_the_other_language_is_nearer_in_meaning_than_another_in_the_same_words() -> None:
    question, same, other = sentence_encoder().meanings(
        ["Combien de temps dure la formation ?", "How long is the course?", "Qui paie la formation ?"]
    )
    assert question @ same > question @ other
    assert question @ question == pytest.approx(1, abs=1e-5)


def test_a_text_has_one_vector_whatever_is_encoded_beside_it(encoder: SentenceEncoder) -> None:
    texts = [*LEARNT, "bonjour", "où ?"]
    reports: list[tuple[int, int]] = []
    vectors = encoder.vectors(texts, threads=2, on_progress=lambda *done: reports.append(done))
    assert np.array_equal(vectors, encoder.vectors(texts))
    assert np.array_equal(vectors, [encoder.encode(text).vector for text in texts])
    assert reports == [(5, 5)]


@each_row("text", ["", " ", "\n\u200b", "\ud83d", "\x00"])
def test_a_text_without_words_has_a_vector(text: str, encoder: SentenceEncoder) -> None:
    encoding = encoder.encode(text)
    assert unit_halves(encoding.vector)
    assert unit_halves(encoding.pooled(0, len(text)))


def test_the_end_of_a_very_long_text_is_not_read(encoder: SentenceEncoder) -> None:
    text = "formation " * 600
    encoding = encoder.encode(text)
    assert len(encoding.starts) < MAX_TOKENS
    assert unit_halves(encoding.vector)
    assert unit_halves(encoding.pooled(len(text) - 10, len(text)))


def covered(encoding: Encoding, start: int, end: int) -> tuple[int, int]:
    """Where the tokens of a part of the text start and end."""
    tokens = encoding.tokens_in(start, end)
    return int(encoding.starts[tokens][0]), int(encoding.ends[tokens][-1])


@given(before=ODD, after=ODD)
def test_a_word_has_its_tokens_whatever_stands_around_it(before: str, after: str) -> None:
    text = f"{before} déjà l’habilitation {after}"
    start, end = text.index(" déjà") + 1, text.index("tation ") + 6
    assert covered(sentence_encoder().encode(text), start, end) == (start, end)


@given(text=ODD)
def test_tokens_follow_each_other_inside_the_text_and_leave_out_no_letter(text: str) -> None:
    encoding = sentence_encoder().encode(text)
    bounds = np.stack([encoding.starts, encoding.ends], axis=1).reshape(-1)
    assert np.all(np.diff(bounds) >= 0)
    assert np.all((bounds >= 0) & (bounds <= len(text)))
    inside = {at for start, end in zip(encoding.starts, encoding.ends, strict=True) for at in range(start, end)}
    assert {at for at, sign in enumerate(text) if sign.isalnum()} <= inside
