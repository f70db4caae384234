"""How the tests of the loading spoil the programme's files, and what a maintainer must then be told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from rules.errors import Finding, ProgrammeError
from rules.loading import load_programme
from rules.model import Programme


@dataclass(frozen=True)
class Copy:
    """A copy of the programme's files that a maintainer edits."""

    folder: Path

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is no longer in {file}: adapt the test"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def line(self, file: str, mark: str) -> int:
        """Find the line on which the mark begins; a mark may go on to the next lines, to be the only one."""
        text = (self.folder / file).read_text(encoding="utf-8")
        return text[: text.index(mark)].count("\n") + 1

    def load(self) -> Programme:
        return load_programme(self.folder)

    def findings(self) -> tuple[Finding, ...]:
        with pytest.raises(ProgrammeError) as caught:
            self.load()
        return caught.value.findings


def reads(finding: Finding, file: Path, line: int, problem: str, remedy: str) -> None:
    """Check a finding as a maintainer reads it: the file, the line, words of the problem, words of the remedy."""
    assert (finding.place.file, finding.place.line) == (file, line)
    assert problem in finding.problem
    assert remedy in finding.remedy
    assert str(finding).startswith(f"{file}:{line} — ")
    assert "\n    À faire : " in str(finding)
