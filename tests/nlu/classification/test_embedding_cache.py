"""Sentences encoded once are not encoded again, and the training that follows learns the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.classification import embedding_cache
from nlu.classification.embedding_cache import encoded
from nlu.classification.training_run import Learning
from nlu.classification.utterance_classifier import Hearing, Sentence

SENTENCES = ["qui finance le titre ?", "où suivre le CCP1 ?", "combien de temps dure le CCP2 ?"]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sentences that the encoder was asked for."""
    texts: list[str] = []
    encode = embedding_cache.encode

    def counting(some):
        texts.extend(some)
        return encode(some)

    monkeypatch.setattr(embedding_cache, "encode", counting)
    return texts


def test_a_second_training_encodes_nothing(tmp_path: Path, asked: list[str]) -> None:
    first = encoded(SENTENCES, tmp_path)
    assert asked == SENTENCES
    again = encoded(SENTENCES, tmp_path)
    assert asked == SENTENCES
    assert np.array_equal(again, first)


def test_only_the_sentence_that_changed_is_encoded(tmp_path: Path, asked: list[str]) -> None:
    first = encoded(SENTENCES, tmp_path)
    asked.clear()
    told: list[tuple[int, int]] = []
    changed = encoded([SENTENCES[0], "qui paie le titre ?", SENTENCES[2]], tmp_path, lambda *how: told.append(how))
    assert asked == ["qui paie le titre ?"]
    assert told == [(1, 1)]
    assert np.array_equal(changed[[0, 2]], first[[0, 2]])
    assert not np.allclose(changed[1], first[1])


def test_a_damaged_file_is_made_again(tmp_path: Path) -> None:
    right = encoded(SENTENCES, tmp_path)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    flipped = [whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :] for at in range(0, len(whole), 97)]
    for damaged in (b"", b"rien", whole[: len(whole) // 2], *flipped):
        path.write_bytes(damaged)
        assert np.allclose(encoded(SENTENCES, tmp_path), right, atol=1e-6)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_sentences_used_last_are_kept_and_the_file_stays_small(
    tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding_cache, "KEPT", 3)
    encoded(SENTENCES, tmp_path)
    encoded(["bonjour"], tmp_path)
    asked.clear()
    encoded(["bonjour", *SENTENCES], tmp_path)
    assert asked == SENTENCES[2:]


def test_a_folder_that_cannot_be_written_keeps_nobody_from_training(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")
    assert encoded(SENTENCES, tmp_path / "fichier" / "encodings").shape == (3, 512)


def test_what_is_learnt_is_the_same_with_kept_encodings_and_without(tmp_path: Path) -> None:
    asked = {"cout": "combien coûte", "lieu": "où se passe", "duree": "combien de temps dure"}
    things = ("le titre", "le CCP1", "le CCP2", "la formation", "un module", "le stage", "l’examen", "le parcours")
    sentences = [
        Sentence(f"{words} {thing} ?", intent, "fr", in_thread=False)
        for intent, words in asked.items()
        for thing in things
    ] + [Sentence("how long is the course?", "duree", "en", in_thread=False)]
    said = ("et le module, combien ?", "la formation a lieu où ?", "how long is it?")
    told: list[tuple[str, int, int]] = []
    ways = (None, Learning(tmp_path, lambda *how: told.append(how)), Learning(tmp_path))
    without, kept_now, kept_before = (Hearing().fit(sentences, ["Landes"], way) for way in ways)
    for one in said:
        assert without.hear(one) == kept_now.hear(one) == kept_before.hear(one)
    assert [how for how in told if how[1] == how[2]] == [
        ("Lecture des exemples", 25, 25),
        ("Encodage des phrases", 25, 25),
        ("Apprentissage", 60, 60),
    ]
