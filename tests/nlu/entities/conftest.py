"""The lexicon, for tests that edit it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nlu.entities.patterns import LEXICON


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    """A copy of the lexicon."""
    return Path(shutil.copytree(LEXICON, tmp_path / "lexique"))
