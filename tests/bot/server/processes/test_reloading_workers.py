"""Reloading with several processes: all take up the same new content without a restart, later ones start with it."""

from __future__ import annotations

import pytest

from tests.bot.server.edits import LANDES, TITLE, begin_with
from tests.support.server import Server, ready, until


@pytest.fixture(scope="module")
def server(tmp_path_factory, models, services, cloned):
    data = tmp_path_factory.mktemp("workers")
    with ready(Server(data, models, "--workers", "2", root=cloned.root, **services)) as started:
        yield started


def _answers_of_all(server, sender):
    """The answers of all processes to the same question, once each has answered it."""
    answers, answering = set(), set()

    def all_have():
        answers.add(server.say(f"{sender}-{len(server.events('turn'))}", LANDES))
        answering.add(server.events("turn")[-1]["process"])
        return answering >= {*server.workers()}

    until(all_have, 60, "an answer of each process")
    return answers


def test_all_processes_take_up_the_new_content_and_none_is_replaced(server, cloned):
    workers = server.workers()
    [before] = _answers_of_all(server, "before")
    assert before.startswith("Pour le titre complet")
    begin_with(cloned, "Désormais")
    done = server.command("reload")
    assert (done.returncode, done.stdout) == (0, f"En service : contenu {server.content()}.\n")
    [after] = _answers_of_all(server, "after")
    assert after.startswith("Désormais")
    assert server.workers() == workers
    assert server.metric("aiguilleur_reloads_total") == 1


def test_new_process_starts_with_the_new_content(server):
    for victim in server.workers():
        server.kill_worker(victim)
    [answer] = _answers_of_all(server, "later")
    assert answer.startswith("Désormais")


def test_mistake_is_refused_for_all(server, cloned):
    [before] = _answers_of_all(server, "right")
    cloned.edit(TITLE, "  texte: Désormais, {dans}, c'est La Mêlée.", "  texte: [Partout]")
    done = server.command("reload")
    assert done.returncode == 1
    assert f"{TITLE}:" in done.stderr
    assert _answers_of_all(server, "wrong") == {before}


def test_stop_leaves_nothing_behind(server):
    """The last test of the file: it ends the server."""
    assert server.stop() == 0
    assert "Aucun serveur ne tourne" in server.command("reload").stderr
