"""A copy of the programme's files to spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rules.loading import PROGRAMME
from tests.rules.loading.spoiling import Copy


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    folder = tmp_path / "programme"
    shutil.copytree(PROGRAMME, folder)
    return Copy(folder)
