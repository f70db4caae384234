"""What was so before the edit is told apart from what the edit brings."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from bot.content.project_files import ProjectFiles
from bot.maintenance.check.standing import standing_findings
from rules.errors import Finding
from rules.model import Place
from tests.bot.maintenance.check.spoiling import TODAY


def _long_lines(files: ProjectFiles, _today: date) -> list[Finding]:
    """A check of its own: a warning for each line of more than ten signs."""
    path = files.answers / "fr" / "titre.yml"
    return [
        Finding(Place(path, number), f"« {line} » est long", "raccourcir", "warning")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 10
    ]


def _git(root: Path, *arguments: str) -> None:
    names = ("-c", "user.name=m", "-c", "user.email=m@exemple.fr")
    subprocess.run(["git", "-C", str(root), *names, *arguments], check=True, capture_output=True)  # noqa: S607


@pytest.fixture
def files(tmp_path: Path) -> ProjectFiles:
    root = tmp_path / "projet"
    (root / "stories" / "answers" / "fr").mkdir(parents=True)
    (root / "stories" / "answers" / "fr" / "titre.yml").write_text("une ligne assez longue\n", encoding="utf-8")
    _git(tmp_path, "init", "--quiet", str(root))
    _git(root, "add", ".")
    _git(root, "commit", "--quiet", "--message", "un")
    return ProjectFiles(root)


def _edit(files: ProjectFiles, text: str) -> list[Finding]:
    (files.answers / "fr" / "titre.yml").write_text(text, encoding="utf-8")
    return _long_lines(files, TODAY)


def test_warning_of_the_last_commit_is_standing_though_its_line_moved_and_outside_git_none_is(
    files: ProjectFiles, tmp_path: Path
) -> None:
    findings = _edit(files, "court\nune ligne assez longue\nune autre ligne longue\n")
    standing = standing_findings(findings, files, tmp_path / "kept", TODAY, _long_lines)
    assert [finding.problem for finding in standing] == ["« une ligne assez longue » est long"]
    shutil.rmtree(files.root / ".git")
    assert standing_findings(findings, files, tmp_path / "kept", TODAY, _long_lines) == []
