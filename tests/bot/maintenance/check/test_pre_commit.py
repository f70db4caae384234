"""A mistake does not get into a commit: before each, `pre-commit` runs the check, which then ends with 1."""

from __future__ import annotations

import re

import yaml

from bot.content.project_files import PROJECT
from bot.maintenance.project_declarations import maintained


def test_the_check_runs_before_a_commit_of_any_file_of_a_maintainer() -> None:
    config = yaml.safe_load((PROJECT.root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (hook,) = (hook for repo in config["repos"] for hook in repo["hooks"] if hook["id"] == "aiguilleur-check")
    assert hook["entry"] == ".venv/bin/aiguilleur check"
    assert (hook["language"], hook["pass_filenames"]) == ("system", False), "the whole check, without the network"
    files = [path for each in maintained(PROJECT) for path in (each.rglob("*.y*ml") if each.is_dir() else [each])]
    assert len(files) > 100
    assert [path for path in files if not re.search(hook["files"], str(path))] == []
