"""`aiguilleur ask`: a server that runs answers at once; without one, nothing is trained for a question."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time

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


def _processor_seconds():
    """What the commands that have ended took of the processor, which does not depend on how busy the machine is."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_server_answers_in_under_a_second_and_explains_for_a_day(server):
    began, before = time.monotonic(), _processor_seconds()
    done = server.command("ask", LANDES)
    seconds, processor_seconds = time.monotonic() - began, _processor_seconds() - before
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Pour le titre complet dans les Landes, c’est La Mêlée.")
    print(f"\nask: {seconds:.2f} s, {processor_seconds:.2f} s of the processor")
    assert processor_seconds < 1
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
