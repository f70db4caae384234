"""A server started on files with a mistake answers with the last good ones, and says so until they are mended."""

from __future__ import annotations

import signal

import httpx
import pytest

from tests.support.clone import Clone
from tests.support.server import Server, ready, until

HUB = "stories/hubs/exemple.yml"
COLOUR, WRONG_COLOUR = "'#6b2d5c'", "'#6b2d5'"
MISTAKE = "« #6b2d5 » n'est pas une couleur"
TITLE = "stories/answers/fr/titre.yml"
MELEE = "  texte: Pour le titre complet {dans}, c'est La Mêlée."
LANDES = "quel organisme pour le titre complet dans les Landes ?"

_KILLS_AT_THE_HUNDREDTH_FILE = """
import os, pathlib, signal
if os.environ.get("KILLED_WHILE_COPYING"):
    write, count = pathlib.Path.write_bytes, iter(range(1, 1000))

    def write_and_die(path, content):
        if "contenu-en-service" in path.parts and next(count) == 100:
            os.kill(os.getpid(), signal.SIGKILL)
        return write(path, content)

    pathlib.Path.write_bytes = write_and_die
"""
"""In a folder of PYTHONPATH, Python reads it when it starts."""


@pytest.fixture(scope="module")
def cloned(tmp_path_factory):
    return Clone(tmp_path_factory.mktemp("clone"))


@pytest.fixture
def clone(cloned):
    yield cloned
    cloned.restore()


@pytest.fixture(scope="module")
def data(tmp_path_factory, models, cloned):
    """The data folder of a server that has answered with good files."""
    folder = tmp_path_factory.mktemp("broken")
    with ready(Server(folder, models, root=cloned.root)) as server:
        assert server.content() == _kept(folder)
        assert server.stop() == 0
    return folder


def _kept(data):
    """The content whose files the data folder has."""
    [copy] = (data / "contenu-en-service").glob("2*")
    return copy.name.rpartition("-")[2]


def test_start_on_a_mistake_answers_with_the_last_good_files_until_it_is_mended(data, models, clone):
    content = _kept(data)
    clone.edit(TITLE, MELEE, "  texte: Désormais, {dans}, c'est La Mêlée.")
    line = clone.edit(HUB, COLOUR, WRONG_COLOUR)
    with ready(Server(data, models, root=clone.root)) as server:
        assert server.say("a", LANDES).startswith("Pour le titre complet dans les Landes, c’est La Mêlée.")
        live = httpx.get(f"{server.url}/live").json()
        assert live["content"] == content
        # It says that the files are refused, and since when its content is in service.
        status, parts = server.ready()
        assert (status, parts["status"], parts["files"]) == (200, "ready", "refused")
        assert server.metric("aiguilleur_files_refused") == 1
        [event] = server.events("files_refused")
        assert (event["level"], event["content"], event["since"]) == ("error", content, live["since"])
        [finding] = event["findings"]
        assert finding.startswith(f"{HUB}:{line} — {MISTAKE}\n    À faire : l'écrire comme")
        outdated = server.command("ask", LANDES)
        assert "les fichiers ont changé depuis" in outdated.stderr
        # A reload refuses them as ever; once they are mended, it takes them up.
        refused = server.command("reload")
        assert refused.returncode == 1
        assert f"Rechargement refusé : le contenu {content} reste en service.\n{HUB}:{line}" in refused.stderr
        assert server.ready()[1]["files"] == "refused"
        clone.edit(HUB, WRONG_COLOUR, COLOUR)
        assert server.command("reload").stdout == f"En service : contenu {server.content()}.\n"
        assert server.say("b", LANDES).startswith("Désormais")
        assert "files" not in server.ready()[1]
        assert server.metric("aiguilleur_files_refused") == 0
        # What is in service now is what another start falls back to.
        taken = server.content()
        assert server.stop() == 0
    clone.edit(HUB, COLOUR, WRONG_COLOUR)
    with ready(Server(data, models, root=clone.root)) as server:
        assert server.content() == taken
        # Files as they were in service before the mistake are nothing new, and are refused no more.
        clone.edit(HUB, WRONG_COLOUR, COLOUR)
        assert server.command("reload").stdout.startswith("Rien n’a changé")
        assert "files" not in server.ready()[1]


def test_first_start_on_a_mistake_is_refused_with_file_line_and_remedy(tmp_path, models, clone):
    line = clone.edit(HUB, COLOUR, WRONG_COLOUR)
    server = Server(tmp_path / "data", models, root=clone.root)
    until(lambda: server.process.poll() is not None, 60, "the start ended")
    assert server.process.poll() == 1
    assert f"{HUB}:{line} — {MISTAKE}" in server.log()
    assert "À faire : l'écrire comme" in server.log()
    assert "copie" not in server.log()


def test_mistake_that_a_training_finds_is_refused_too(data, models, clone):
    """No model has learnt the story: the server would train first, and training refuses the story."""
    clone.edit("stories/recits/oublier.yml", "- recit: oublier, confirmé\n", "- recits: oublier, confirmé\n")
    with ready(Server(data, models, root=clone.root)) as server:
        assert server.content() == _kept(data)
        assert server.ready()[1]["files"] == "refused"
        assert "stories/recits/oublier.yml" in server.log()


def test_server_killed_while_it_copies_its_files_leaves_the_copy_before_whole(data, models, clone):
    content, copies = _kept(data), data / "contenu-en-service"
    (clone.root / "sitecustomize.py").write_text(_KILLS_AT_THE_HUNDREDTH_FILE)
    clone.edit(TITLE, MELEE, "  texte: Bientôt, {dans}, c'est La Mêlée.")
    killed = Server(data, models, root=clone.root, run=True, KILLED_WHILE_COPYING="1")
    try:
        assert killed.process.wait(120) == -signal.SIGKILL
    finally:
        killed.kill()
        (clone.root / "sitecustomize.py").unlink()
    assert len([*copies.iterdir()]) == 2
    clone.edit(HUB, COLOUR, WRONG_COLOUR)
    with ready(Server(data, models, root=clone.root)) as server:
        assert server.content() == content
        assert server.say("killed", LANDES)
        clone.edit(HUB, WRONG_COLOUR, COLOUR)
        assert server.command("reload").returncode == 0
        assert len([*copies.iterdir()]) == 1
        assert _kept(data) == server.content()


def test_files_that_cannot_be_kept_cost_no_answer(tmp_path, models, clone):
    data = tmp_path / "data"
    data.mkdir()
    (data / "contenu-en-service").write_text("a file where the folder should be")
    with ready(Server(data, models, root=clone.root)) as server:
        [event] = server.events("files_not_kept")
        assert event["level"] == "warning"
        clone.edit(TITLE, MELEE, "  texte: Toujours, {dans}, c'est La Mêlée.")
        assert server.command("reload").returncode == 0
        assert server.say("a", LANDES).startswith("Toujours")
