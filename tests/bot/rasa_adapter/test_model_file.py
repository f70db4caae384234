"""A model that a full disk cut short, or that somebody changed, is told in French and made anew, never loaded."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bot.rasa_adapter.agent import trained_agent
from bot.rasa_adapter.model_file import ModelError, checksum_path, seal


@pytest.fixture
def model(tmp_path: Path) -> Path:
    made = tmp_path / "made.tar.gz"
    made.write_bytes(b"a model" * 1000)
    sealed = tmp_path / "aiguilleur-1-2.tar.gz"
    seal(made, sealed)
    return sealed


def test_the_checksum_is_read_by_the_operators_own_tool(model: Path):
    checked = subprocess.run(
        ["/usr/bin/sha256sum", "--check", checksum_path(model).name], cwd=model.parent, check=False
    )
    assert checked.returncode == 0


@pytest.mark.parametrize("damage", [b"a model" * 999, b"a model" * 999 + b"a mode1", b""])
def test_a_model_cut_short_or_changed_is_refused_with_what_to_do(model: Path, damage: bytes):
    model.write_bytes(damage)
    with pytest.raises(ModelError, match=r"n'est pas tel qu'il a été fait.*aiguilleur train"):
        trained_agent(model)


def test_a_model_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(ModelError, match="n'est pas là"):
        trained_agent(tmp_path / "aiguilleur-1-2.tar.gz")


def test_a_file_that_is_no_model_is_told_even_without_a_checksum(tmp_path: Path):
    path = tmp_path / "aiguilleur-1-2.tar.gz"
    path.write_bytes(b"no archive")
    with pytest.raises(ModelError, match=r"ne se charge pas \(ReadError\)"):
        trained_agent(path)
