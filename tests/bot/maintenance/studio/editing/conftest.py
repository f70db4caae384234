"""A studio on a clone under git, and its pages that edit."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.bot.maintenance.studio.studio import Studio
from tests.support.clone import Clone

CHECKED = 300_000
"""Milliseconds: the whole check, and a comparison of all answers, beside other tests."""


def git(root: Path, *arguments: str) -> str:
    """The output of git, by somebody."""
    identity = ("-c", "user.name=Camille", "-c", "user.email=camille@exemple.fr")
    command = ["git", "-C", str(root), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def under_git(clone: Clone) -> Clone:
    """A clone, committed on main."""
    git(clone.root, "init", "-q", "-b", "main")
    git(clone.root, "config", "user.name", "Camille")
    git(clone.root, "config", "user.email", "camille@exemple.fr")
    (clone.root / ".gitignore").write_text("/var\n/log\n__pycache__\n", encoding="utf-8")
    git(clone.root, "add", "-A")
    git(clone.root, "commit", "-qm", "début")
    return clone


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Studio]:
    """A studio on a clone under git."""
    clone = Clone(tmp_path_factory.mktemp("clone"))
    running = Studio(under_git(clone), models)
    yield running
    running.kill()


@pytest.fixture
def opened(pages, studio: Studio) -> Iterator[Callable[[str], Page]]:
    """Opens a page of the studio by its address; afterwards every file is as it was committed."""

    def open_at(address: str) -> Page:
        page = pages(studio.url + address)
        # A form is answered once all files are checked.
        page.set_default_timeout(CHECKED)
        return page

    yield open_at
    git(studio.root, "switch", "-qf", "main")
    git(studio.root, "reset", "-q", "--hard")
    git(studio.root, "clean", "-qfd", "stories", "rules", "nlu")
