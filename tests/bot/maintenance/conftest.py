"""A copy of the maintainers' files, for tests that edit it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.project_files import ProjectFiles
from tests.support.copies import copy_to


@pytest.fixture
def files(tmp_path: Path) -> ProjectFiles:
    return copy_to(tmp_path)
