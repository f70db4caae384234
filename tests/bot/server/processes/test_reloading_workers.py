"""Several processes come to the same new content, without one of them ending; and so do those that come later."""

from __future__ import annotations

import os
import signal

import pytest

from tests.support.clone import Clone
from tests.support.server import Server, until

TITLE = "stories/answers/fr/titre.yml"
MELEE = "  texte: Pour le titre complet {dans}, c'est La Mêlée."
LANDES = "quel organisme pour le titre complet dans les Landes ?"


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    return Clone(tmp_path_factory.mktemp("clone"))


@pytest.fixture(scope="module")
def server(tmp_path_factory, models, database, redis_server, clone):
    data = tmp_path_factory.mktemp("workers")
    started = Server(data, models, "--workers", "2", root=clone.root, DATABASE_URL=database, REDIS_URL=redis_server.url)
    try:
        started.wait_until_ready()
        yield started
    finally:
        started.kill()


def _said_by_all(server, sender):
    """What each process answers, once all have."""
    said, number = {}, 0

    def all_have():
        nonlocal number
        number += 1
        text = server.say(f"{sender}-{number}", LANDES)
        turn = server.events("turn")[-1]
        said.setdefault(turn["process"], set()).add(text)
        return said.keys() >= set(server.workers())

    until(all_have, 60, "an answer of each process")
    return {text for texts in said.values() for text in texts}


def test_all_processes_take_up_the_new_content_and_none_is_replaced(server, clone):
    workers = server.workers()
    [before] = _said_by_all(server, "before")
    clone.edit(TITLE, MELEE, "  texte: Désormais, {dans}, c'est La Mêlée.")
    done = server.command("reload")
    assert (done.returncode, done.stdout) == (0, f"En service : contenu {server.content()}.\n")
    [after] = _said_by_all(server, "after")
    assert after.startswith("Désormais")
    assert after != before
    assert server.workers() == workers
    assert server.metric("aiguilleur_reloads_total") == 1


def test_a_process_that_comes_later_begins_with_the_new_content(server):
    for victim in server.workers():
        os.kill(victim, signal.SIGKILL)
        until(lambda victim=victim: len(server.workers()) == 2 and victim not in server.workers())
    [said] = _said_by_all(server, "later")
    assert said.startswith("Désormais")


def test_a_mistake_is_refused_for_all(server, clone):
    [before] = _said_by_all(server, "right")
    clone.edit(TITLE, "  texte: Désormais, {dans}, c'est La Mêlée.", "  texte: [Partout]")
    done = server.command("reload")
    assert done.returncode == 1
    assert f"{TITLE}:" in done.stderr
    assert _said_by_all(server, "wrong") == {before}


def test_a_stop_leaves_nothing_behind(server):
    """Last here: it ends the server."""
    assert server.stop() == 0
    assert "Aucun serveur ne tourne" in server.command("reload").stderr
