"""Reloading with several processes: all take up the same new content without a restart, later ones start with it."""

from __future__ import annotations

import os
import signal

import pytest

from tests.support.server import Server, ready, until

TITLE = "stories/answers/fr/titre.yml"
MELEE = "  texte: Pour le titre complet {dans}, c'est La Mêlée."
LANDES = "quel organisme pour le titre complet dans les Landes ?"


@pytest.fixture(scope="module")
def server(tmp_path_factory, models, database, redis_server, clone):
    data = tmp_path_factory.mktemp("workers")
    with ready(
        Server(data, models, "--workers", "2", root=clone.root, DATABASE_URL=database, REDIS_URL=redis_server.url)
    ) as started:
        yield started


def _answers_of_all(server, sender):
    """The answers of all processes to the same question, once each has answered it."""
    answers, number = {}, 0

    def all_have():
        nonlocal number
        number += 1
        text = server.say(f"{sender}-{number}", LANDES)
        turn = server.events("turn")[-1]
        answers.setdefault(turn["process"], set()).add(text)
        return answers.keys() >= set(server.workers())

    until(all_have, 60, "an answer of each process")
    return {text for texts in answers.values() for text in texts}


def test_all_processes_take_up_the_new_content_and_none_is_replaced(server, clone):
    workers = server.workers()
    [before] = _answers_of_all(server, "before")
    clone.edit(TITLE, MELEE, "  texte: Désormais, {dans}, c'est La Mêlée.")
    done = server.command("reload")
    assert (done.returncode, done.stdout) == (0, f"En service : contenu {server.content()}.\n")
    [after] = _answers_of_all(server, "after")
    assert after.startswith("Désormais")
    assert after != before
    assert server.workers() == workers
    assert server.metric("aiguilleur_reloads_total") == 1


def test_new_process_starts_with_the_new_content(server):
    for victim in server.workers():
        os.kill(victim, signal.SIGKILL)
        until(lambda victim=victim: len(server.workers()) == 2 and victim not in server.workers())
    [answer] = _answers_of_all(server, "later")
    assert answer.startswith("Désormais")


def test_mistake_is_refused_for_all(server, clone):
    [before] = _answers_of_all(server, "right")
    clone.edit(TITLE, "  texte: Désormais, {dans}, c'est La Mêlée.", "  texte: [Partout]")
    done = server.command("reload")
    assert done.returncode == 1
    assert f"{TITLE}:" in done.stderr
    assert _answers_of_all(server, "wrong") == {before}


def test_stop_leaves_nothing_behind(server):
    """The last test of the file: it ends the server."""
    assert server.stop() == 0
    assert "Aucun serveur ne tourne" in server.command("reload").stderr
