"""`aiguilleur ask`: a server that runs answers at once; without one, nothing is trained for a question."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.support.clone import Clone
from tests.support.server import ROOT, Server, ready

LANDES = "quel organisme pour le titre complet dans les Landes ?"


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    return Clone(tmp_path_factory.mktemp("clone"))


@pytest.fixture(scope="module")
def server(tmp_path_factory, models, clone):
    data = tmp_path_factory.mktemp("asked")
    with ready(Server(data, models, root=clone.root)) as started:
        yield started


def test_server_answers_without_a_model_in_the_command_and_explains_for_a_day(server):
    done = server.command("ask", LANDES)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Pour le titre complet dans les Landes, c’est La Mêlée.")
    imported = server.command("ask", LANDES, PYTHONPROFILEIMPORTTIME="1").stderr
    assert "bot.cli" in imported
    assert not re.search(r"\b(?:rasa|tensorflow|onnxruntime|numpy|sqlalchemy)\b", imported), "what takes seconds"
    done = server.command("ask", LANDES, "--explain", "--on", "2026-11-25")
    assert done.returncode == 0
    assert "intention : organisme" in done.stdout
    assert "ligne : " in done.stdout
    assert "pourquoi : " in done.stdout


def test_edited_files_are_told_beside_the_answer_in_service(server, clone):
    clone.edit(
        "stories/answers/fr/titre.yml", "  texte: Pour le titre complet {dans}, c'est La Mêlée.", "  texte: Non."
    )
    try:
        done = server.command("ask", LANDES)
    finally:
        clone.restore()
    assert done.stdout.startswith("Pour le titre complet dans les Landes")
    assert "les fichiers ont changé depuis" in done.stderr
    assert "aiguilleur reload" in done.stderr


def _ask(data):
    command = [sys.executable, "-m", "bot.cli.main", "ask", LANDES]
    environment = {**os.environ, "AIGUILLEUR_DATA": str(data), "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


def test_without_server_and_model_nothing_is_trained(tmp_path):
    done = _ask(tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Aucun modèle n’a appris les fichiers tels qu’ils sont. L’entraîner (quelques minutes) : make train\n"
    )
    assert not (tmp_path / "models").exists()


def test_without_server_the_trained_model_answers(tmp_path, models):
    (tmp_path / "models").symlink_to(models.resolve())
    done = _ask(tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Pour le titre complet dans les Landes")
