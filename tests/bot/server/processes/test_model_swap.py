"""Another model goes into service while the server runs, and the one before comes back by one command."""

from __future__ import annotations

import shutil

import psutil
import pytest

from bot.content.project_files import ProjectFiles
from bot.rasa_adapter.training import fingerprint, model_path
from tests.bot.server.edits import HUB, LANDES, PHRASES, make_mistake, mend
from tests.support.server import Server, ready, until
from tests.support.talk import talking


@pytest.fixture(scope="module")
def first(data):
    """The name of the model that the server starts with."""
    [model] = (data / "models").iterdir()
    return model.name


@pytest.fixture(scope="module")
def server(data, models, cloned):
    with ready(Server(data, models, root=cloned.root)) as started:
        yield started


@pytest.fixture(scope="module")
def second(data, first, cloned, server):
    """A model of other sentences; the first one under its name, for what is swapped is the same to the server."""
    cloned.edit(*PHRASES)
    path = model_path(data / "models", fingerprint(ProjectFiles(cloned.root)))
    shutil.copy2(data / "models" / first, path)
    assert server.say("before", LANDES)
    return path.name


def _megabytes(server):
    return psutil.Process(server.process.pid).memory_full_info().pss / 2**20


def _reloaded_models(server):
    return [event["model"] for event in server.events("reload_taken")]


def test_new_model_goes_into_service_under_load_and_no_message_is_refused(server, second):
    for number in range(20):
        server.say(f"warm-{number}", LANDES)
    before = _megabytes(server)
    with talking(server, LANDES) as talk:
        done = server.command("reload")
        talk.go_on()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"En service : contenu {server.content()}, avec le modèle {second}.\n"
    assert talk.refused == []
    assert "Charente" in server.say("before", "et en Charente ?"), "the conversation goes on"
    assert _reloaded_models(server) == [second]
    # Python leaves some pages half empty: 70 MB after the first swap, 5 MB after each later one.
    until(lambda: _megabytes(server) < before * 1.25, 45, f"memory that returns to {before:.0f} MB")


def test_model_before_is_restored_by_one_command_stays_after_a_restart_and_gives_way_by_the_same(server, first, second):
    before = _megabytes(server)
    with talking(server, LANDES) as talk:
        done = server.command("model", "restore")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Modèle remis : {first}. {second} est écarté" in done.stdout
    # Its sentences are not those of the files: that waits.
    assert "stories/faq/cpf.yml:1 — le modèle en service n'a pas appris ce fichier" in done.stdout
    assert talk.refused == []
    until(lambda: _megabytes(server) < before * 1.15, 45, f"memory that returns to {before:.0f} MB")
    assert server.command("reload").stdout.startswith("Rien n’a changé")
    assert server.stop() == 0
    server.start()
    server.wait_until_ready()
    assert server.command("reload").stdout.startswith("Rien n’a changé")
    assert _reloaded_models(server) == [first]
    done = server.command("model", "restore")
    assert f"Modèle remis : {second}. {first} est écarté" in done.stdout
    assert "En attente" not in done.stdout
    assert _reloaded_models(server)[-1] == second


@pytest.mark.usefixtures("second")
def test_restore_that_is_refused_changes_nothing(server, cloned, data):
    before = (data / "modele-en-service.json").read_bytes()
    make_mistake(cloned)
    done = server.command("model", "restore")
    mend(cloned)
    assert done.returncode == 1
    assert HUB in done.stderr
    assert (data / "modele-en-service.json").read_bytes() == before
    assert server.command("reload").stdout.startswith("Rien n’a changé")


@pytest.mark.usefixtures("second")
def test_model_is_restored_without_a_server_for_its_next_start(server, first):
    """The last test of the file: it ends the server."""
    assert server.stop() == 0
    done = server.command("model", "restore")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Aucun serveur ne tourne : le prochain démarrage le prendra." in done.stdout
    server.start()
    server.wait_until_ready()
    assert server.command("reload").stdout.startswith("Rien n’a changé")
    assert _reloaded_models(server) == [first]
