"""The site, made once by the command; and files in which another source answers for initial training."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.content.project_files import PROJECT

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `aiguilleur site` made. Its sets are in another order than those of this process."""
    folder = tmp_path_factory.mktemp("site") / "public"
    run_site(folder, PYTHONHASHSEED="1")
    return folder


def run_site(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """What the command does and says."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli.main", "site", str(folder), "--on", TODAY.isoformat()],
        cwd=PROJECT.root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
