"""The embedding cache: sentences encoded once are not encoded again, and the next training learns the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.classification import embedding_cache
from nlu.classification.embedding_cache import cached_embeddings
from nlu.classification.training_run import TrainingRun
from nlu.classification.utterance_classifier import TrainingSentence, UtteranceClassifier
from nlu.encoder.sentence_encoder import sentence_encoder
from nlu.resources import project_resources

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


def test_a_second_training_encodes_nothing(tmp_path: Path, asked: list[str]) -> None:
    first = cached_embeddings(SENTENCES, tmp_path)
    assert asked == SENTENCES
    again = cached_embeddings(SENTENCES, tmp_path)
    assert asked == SENTENCES
    assert np.array_equal(again, first)


def test_only_the_sentence_that_changed_is_cached_embeddings(tmp_path: Path, asked: list[str]) -> None:
    first = cached_embeddings(SENTENCES, tmp_path)
    asked.clear()
    progress: list[tuple[int, int]] = []
    changed = cached_embeddings(
        [SENTENCES[0], "qui paie le titre ?", SENTENCES[2]], tmp_path, lambda *done: progress.append(done)
    )
    assert asked == ["qui paie le titre ?"]
    assert progress == [(1, 1)]
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


def test_classifiers_are_the_same_with_kept_embeddings_and_without(tmp_path: Path) -> None:
    asked = {"cout": "combien coûte", "lieu": "où se passe", "duree": "combien de temps dure"}
    things = ("le titre", "le CCP1", "le CCP2", "la formation", "un module", "le stage", "l’examen", "le parcours")
    sentences = [
        TrainingSentence(f"{words} {thing} ?", intent, "fr", contextual=False)
        for intent, words in asked.items()
        for thing in things
    ] + [TrainingSentence("how long is the course?", "duree", "en", contextual=False)]
    utterances = ("et le module, combien ?", "la formation a lieu où ?", "how long is it?")
    progress: list[tuple[str, int, int]] = []
    runs = (None, TrainingRun(tmp_path, lambda *done: progress.append(done)), TrainingRun(tmp_path))
    delexicalize = project_resources().delexicalizer
    without, kept_now, kept_before = (
        UtteranceClassifier().fit(sentences, ["Landes"], delexicalize, run).rankings(utterances, delexicalize)
        for run in runs
    )
    assert without == kept_now == kept_before
    assert [(step, done, total) for step, done, total in progress if done == total] == [
        ("Lecture des exemples", 25, 25),
        ("Encodage des phrases", 25, 25),
        ("Apprentissage", 90, 90),
    ]
