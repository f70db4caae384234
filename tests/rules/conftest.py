"""What the tests of the rules share: the programme as it ships, a way to ask it, and copies of it to spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from rules.decision import Decision
from rules.engine import decide
from rules.errors import Finding, ProgrammeError
from rules.loading import PROGRAMME, load_programme
from rules.model import Programme

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 25)


@pytest.fixture(scope="session")
def programme() -> Programme:
    return load_programme(faq=ROOT / "stories" / "faq")


@pytest.fixture(scope="session")
def decided(programme: Programme) -> Callable[..., Decision]:
    """Ask the shipped programme: `decided("organisme", territoire="40", on="2024-03-01")`."""

    def ask(question: str, on: str | date = TODAY, **facts: str | frozenset[str]) -> Decision:
        day = date.fromisoformat(on) if isinstance(on, str) else on
        return decide(programme, question, facts, on=day)

    return ask


@dataclass(frozen=True)
class Copy:
    """A copy of the programme's files that a maintainer edits."""

    folder: Path

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{old!r} is no longer in {file}: adapt the test"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def line(self, file: str, marker: str) -> int:
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if marker in line)

    def load(self) -> Programme:
        return load_programme(self.folder)

    def findings(self) -> tuple[Finding, ...]:
        with pytest.raises(ProgrammeError) as caught:
            self.load()
        return caught.value.findings


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    folder = tmp_path / "programme"
    shutil.copytree(PROGRAMME, folder)
    return Copy(folder)
