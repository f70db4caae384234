"""What an operator installs to serve: it answers and trains, without TensorFlow and without tools, in 700 MB."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.clone import Clone
from tests.support.copies import thin_examples
from tests.support.server import ROOT, Server, ready

LOCK = ROOT / "deploy" / "requirements.lock"
_PINNED = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
_MOST_MEGABYTES = 700
_IMAGE = re.compile(r"^!(\S+)$", re.MULTILINE)
"""What the image of deploy/Dockerfile takes of the project."""

_NEVER = {"tensorflow", "keras", "jax", "jaxlib", "matplotlib", "playwright", "pytest", "mypy", "ruff", "twilio"}

_EVERYTHING = """
import importlib, pkgutil, sys
for room in ("bot", "nlu", "rules"):
    for module in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
        # run by other programs than aiguilleur:
        apart = (".conversion", ".adaptation", ".migrations.", "__main__", "build_map")
        if not any(part in module.name for part in apart):
            importlib.import_module(module.name)
"""


def _versions(lock: Path) -> dict[str, str]:
    return dict(_PINNED.findall(lock.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command in what `make serve-install` makes of what the image takes of the project."""
    root = tmp_path_factory.mktemp("install") / "aiguilleur"
    root.mkdir()
    Clone(root)
    shutil.copy2(ROOT / "Makefile", root)
    shutil.copy2(ROOT / ".python-version", root)
    shutil.copy2(ROOT / "requirements.lock", root)
    for taken in _IMAGE.findall((ROOT / ".dockerignore").read_text(encoding="utf-8")):
        (root / taken).parent.mkdir(exist_ok=True)
        if not (root / taken).exists():
            copy = shutil.copytree if (ROOT / taken).is_dir() else shutil.copy2
            copy(ROOT / taken, root / taken)

    def run_there(*command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONWARNINGS": "ignore", **settings}
        return subprocess.run(
            command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )

    made = run_there("make", "serve-install")
    assert made.returncode == 0, made.stdout
    return run_there


@pytest.fixture(scope="module")
def root(run) -> Path:
    """The folder of that install."""
    return Path(run("pwd").stdout.strip())


def test_an_operator_serves_with_the_versions_that_are_tested() -> None:
    serving, tested = _versions(LOCK), _versions(ROOT / "requirements.lock")
    assert len(serving) > 100
    assert serving.items() <= tested.items()


def test_a_serving_install_answers_an_adviser(root: Path, models: Path, tmp_path: Path) -> None:
    server = Server(tmp_path / "data", models, run=True, root=root, python=root / ".venv/bin/python")
    with ready(server):
        assert "La Fabrik" in server.say("adviser", "qui forme au CCP1 en Gironde ?")


def test_a_serving_install_has_no_tensorflow_and_takes_at_most_700_megabytes(run, root: Path) -> None:
    size = int(run("du", "-sm", ".venv").stdout.split()[0])
    assert 300 < size <= _MOST_MEGABYTES
    folders = {path.name for path in (root / ".venv/lib/python3.10/site-packages").iterdir()}
    assert "rasa" in folders
    assert folders.isdisjoint(_NEVER)


def test_a_machine_that_serves_stays_one(run) -> None:
    assert run("make", "serve-install").stdout == "", "the second time has nothing to do"
    assert run("make", "train", "--dry-run").stdout.split() == [".ci/encoder", ".venv/bin/aiguilleur", "train"]
    assert ".ci/setup" in run("make", "test", "--dry-run").stdout.splitlines(), "a developer's machine has everything"


def test_every_module_of_ours_is_imported_in_a_serving_install(run) -> None:
    imported = run(".venv/bin/python", "-c", _EVERYTHING)
    assert imported.returncode == 0, imported.stdout


def test_a_serving_install_trains_where_examples_have_changed(run, root: Path, models: Path, tmp_path: Path) -> None:
    thin_examples(root)
    shutil.copytree(models.parent / "encodings", tmp_path / "encodings")  # so that seconds do
    trained = run(".venv/bin/aiguilleur", "train", AIGUILLEUR_DATA=str(tmp_path))
    assert trained.returncode == 0, trained.stdout
    assert trained.stdout.splitlines()[-1] == "Modèle prêt."
    again = run(".venv/bin/aiguilleur", "train", AIGUILLEUR_DATA=str(tmp_path))
    assert again.stdout == "Rien à faire : le modèle est à jour.\n"
    asked = run(".venv/bin/aiguilleur", "ask", "qui forme au CCP1 en Gironde ?", AIGUILLEUR_DATA=str(tmp_path))
    assert "La Fabrik" in asked.stdout
