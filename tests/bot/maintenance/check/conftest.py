"""One copy of the maintainers' files for all tests: each puts right what it spoils."""

from __future__ import annotations

import pytest

from tests.bot.maintenance.check.spoiling import Copy


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("mainteneurs"))
