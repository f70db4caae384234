"""A copy of the maintainers' files to edit, and what an edit of it changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.content.loading import Content, load_content
from bot.content.project_files import PROJECT, ProjectFiles
from bot.maintenance.diff.report import Report, between
from bot.maintenance.project_declarations import DECLARATIONS
from tests.support.copies import copy_to

TODAY = date(2026, 11, 25)


@dataclass(frozen=True)
class Copy:
    """A copy of the maintainers' files; `before` is what it held."""

    files: ProjectFiles
    before: Content

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.files.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is no longer in {file}: adapt the test"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        (self.files.root / file).write_text(text, encoding="utf-8")

    def now(self) -> Content:
        return load_content(self.files, DECLARATIONS)

    def changes(self) -> Report:
        """What the edits so far change, without a look at what is understood."""
        return self.changes_to(self.now())

    def changes_to(self, content: Content) -> Report:
        """What changes where the files say something else than before."""
        return between(self.before, content, [], [], "HEAD", models=None, say=lambda _: None, today=TODAY)


PROMOTION = """\
  organisme: [organisme-ccp1-francilin-outre-mer, organisme-initiale-francilin-outre-mer]
  inscription: [inscription-ccp1-francilin-outre-mer]
"""


@pytest.fixture(scope="session")
def project() -> Content:
    return load_content(PROJECT, DECLARATIONS)


@pytest.fixture
def copy(tmp_path: Path, project: Content) -> Copy:
    return Copy(copy_to(tmp_path), project)


def promote(copy: Copy) -> Copy:
    """Promote N01: overseas, Francil'IN answers and the page is cited below."""
    copy.edit("rules/programme/sources.yml", "priorites:\n", "priorites:\n" + PROMOTION)
    return copy
