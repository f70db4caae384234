"""The embedding cache: sentences encoded once are not encoded again, by the next training."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.classification import embedding_cache
from nlu.classification.embedding_cache import cached_embeddings
from nlu.encoder.sentence_encoder import sentence_encoder

SENTENCES = ["qui finance le titre ?", "où suivre le CCP1 ?", "combien de temps dure le CCP2 ?"]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sentences that the encoder was asked for."""
    texts: list[str] = []
    encoder = sentence_encoder()

    class Counting:
        def vectors(self, some, threads, on_progress):
            texts.extend(some)
            return encoder.vectors(some, threads, on_progress)

    monkeypatch.setattr(embedding_cache, "sentence_encoder", Counting)
    return texts


def test_only_sentences_that_are_new_are_encoded(tmp_path: Path, asked: list[str]) -> None:
    first = cached_embeddings(SENTENCES, tmp_path)
    assert np.array_equal(cached_embeddings(SENTENCES, tmp_path), first)
    assert asked == SENTENCES
    asked.clear()
    progress: list[tuple[int, int]] = []
    sentences = [SENTENCES[0], "qui paie le titre ?", SENTENCES[2]]
    changed = cached_embeddings(sentences, tmp_path, lambda *done: progress.append(done))
    assert (asked, progress) == (["qui paie le titre ?"], [(1, 1)])
    assert np.array_equal(changed[[0, 2]], first[[0, 2]])
    assert not np.allclose(changed[1], first[1])


def test_a_damaged_file_is_made_again(tmp_path: Path) -> None:
    right = cached_embeddings(SENTENCES, tmp_path)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    flipped = [whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :] for at in range(0, len(whole), 97)]
    for damaged in (b"", b"rien", whole[: len(whole) // 2], *flipped):
        path.write_bytes(damaged)
        assert np.allclose(cached_embeddings(SENTENCES, tmp_path), right, atol=1e-6)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_sentences_used_last_are_kept_and_the_file_stays_small(
    tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding_cache, "MAX_SENTENCES", 3)
    cached_embeddings(SENTENCES, tmp_path)
    cached_embeddings(["bonjour"], tmp_path)
    asked.clear()
    cached_embeddings(["bonjour", *SENTENCES], tmp_path)
    assert asked == SENTENCES[2:]


def test_training_goes_on_where_the_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")
    assert cached_embeddings(SENTENCES, tmp_path / "fichier" / "encodings").shape == (3, 768)
