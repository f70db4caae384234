"""The rules, and what understands messages without Rasa, hold on the Python and the libraries that come next."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.server import ROOT

_LOCK = Path(__file__).with_name("newer_python.lock")
_VERSIONS = ("3.12", "3.13", "3.14")

_WITH_RASA = ("rasa_adapter", "training_data/test_annotated.py", "entities/test_fact_finder.py")
"""Tests of `nlu` that import Rasa, which admits none of these."""

_NO_OLD_NAMES = r"filterwarnings=error::DeprecationWarning:(rules|nlu)\..*"


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


@pytest.fixture(scope="module")
def newer_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first newer Python that is to be had, with the libraries of newer_python.lock."""
    uv = subprocess.run([".ci/setup", "--uv"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    tried = [_run(".ci/setup", "--python", version) for version in _VERSIONS]
    found = next((found.stdout.strip() for found in tried if found.returncode == 0), None)
    assert found, tried[0].stdout
    python = tmp_path_factory.mktemp("newer") / "bin" / "python"
    for command in (
        ("venv", "--quiet", "--python", found, python.parents[1]),
        ("pip", "sync", "--quiet", "--python", python, "--require-hashes", _LOCK),
    ):
        made = _run(uv, *command)
        assert made.returncode == 0, made.stdout
    return python


@pytest.mark.parametrize("room", ["rules", "nlu"])
def test_a_room_passes_its_tests_on_a_newer_python(newer_python: Path, room: str) -> None:
    ignored = [f"--ignore=tests/nlu/{part}" for part in _WITH_RASA]
    options = ["-q", "-p", "no:cacheprovider", "-m", "not thorough", "-o", _NO_OLD_NAMES]
    tested = _run(newer_python, "-m", "pytest", *options, *ignored, f"tests/{room}")
    assert tested.returncode == 0, tested.stdout[-4_000:]
    assert " passed" in tested.stdout.splitlines()[-1]
