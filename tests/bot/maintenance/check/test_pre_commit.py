"""A mistake does not get into a commit: `pre-commit` runs the check in a clone, without the network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.content.project_files import PROJECT


def _git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Camille", "-c", "user.email=camille@exemple.fr"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S607


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The project's files in a repository of their own, with the tools of this one."""
    folder = tmp_path / "aiguilleur"
    shutil.copytree(PROJECT.root, folder, ignore=shutil.ignore_patterns("var", "node_modules", "__pycache__", ".*"))
    shutil.copy(PROJECT.root / ".pre-commit-config.yaml", folder)
    tools = folder / ".venv" / "bin"
    tools.mkdir(parents=True)
    command = tools / "aiguilleur"
    command.write_text(f'#!/bin/sh\nPYTHONPATH=. exec {sys.executable} -m bot.cli.main "$@"\n')
    command.chmod(0o755)
    (tools / "ruff").symlink_to(Path(sys.executable).parent / "ruff")
    _git(folder, "init", "--quiet")
    _git(folder, "add", "--all", "--", ":!.venv")
    _git(folder, "commit", "--quiet", "--message", "Start")
    return folder


def _pre_commit(clone: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PRE_COMMIT_HOME": str(clone.parent / "pre-commit")}
    command = [sys.executable, "-m", "pre_commit", "run", "aiguilleur-check", *arguments]
    return subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True, check=False)


def test_a_commit_passes_without_a_mistake_and_with_one_is_refused_with_what_to_do(clone: Path) -> None:
    done = _pre_commit(clone, "--all-files")
    assert done.returncode == 0, done.stdout + done.stderr
    table = clone / "rules" / "programme" / "tables" / "hub.yml"
    text = table.read_text(encoding="utf-8")
    line = text[: text.index("hub_saint_martin")].count("\n") + 1
    table.write_text(text.replace("hub_saint_martin", "hub_saint_martn", 1), encoding="utf-8")
    _git(clone, "add", "rules")
    done = _pre_commit(clone)
    assert done.returncode == 1, done.stdout + done.stderr
    problem = "la ligne « hub-saint-martin » dit « hub_saint_martn »"
    assert f"rules/programme/tables/hub.yml:{line} — {problem}" in done.stdout
    assert "À faire : vouliez-vous écrire « hub_saint_martin » ?" in done.stdout
