"""A studio on a clone of the project, and its page in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bot.maintenance.studio.studio import Studio, StudioPage
from tests.support.clone import Clone


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Studio]:
    """The studio itself."""
    running = Studio(Clone(tmp_path_factory.mktemp("studio")), models)
    yield running
    running.kill()


@pytest.fixture
def page(pages, studio: Studio) -> StudioPage:
    """Its page, once it answers."""
    opened = StudioPage(pages(studio.url))
    opened.wait_until_ready()
    return opened


@pytest.fixture
def edit(studio: Studio) -> Iterator[Callable[[str, str, str], int]]:
    """Replaces words in a file and saves it; afterwards every file is as it was."""
    yield studio.clone.edit
    studio.clone.restore()
    studio.wait_until_taken_up()
