"""Fixtures of the loading: a copy of the programme's files to spoil, and checks of the findings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rules.errors import Finding
from rules.loading import PROGRAMME
from tests.rules.loading.spoiling import Copy, ExpectFinding, Reads, Slip


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    folder = tmp_path / "programme"
    shutil.copytree(PROGRAMME, folder)
    return Copy(folder)


@pytest.fixture(scope="session")
def reads() -> Reads:
    """Check a finding as a maintainer reads it: the file, the line, words of the problem, words of the remedy."""

    def check(finding: Finding, file: Path, line: int, problem: str, remedy: str) -> None:
        assert (finding.place.file, finding.place.line) == (file, line)
        assert problem in finding.problem
        assert remedy in finding.remedy
        assert str(finding).startswith(f"{file}:{line} — ")
        assert "\n    À faire : " in str(finding)

    return check


@pytest.fixture
def expect_finding(copy: Copy, reads: Reads) -> ExpectFinding:
    """Make a slip in the copy, check its finding, and return all findings."""

    def check(slip: Slip) -> tuple[Finding, ...]:
        copy.edit(slip.file, slip.old, slip.new)
        findings = copy.findings()
        for finding in findings:
            assert finding.place.line >= 1
            assert finding.problem
            assert finding.remedy
        about = next(finding for finding in findings if slip.problem in finding.problem)
        reads(about, copy.folder / slip.file, copy.line(slip.file, slip.mark), slip.problem, slip.remedy)
        return findings

    return check
