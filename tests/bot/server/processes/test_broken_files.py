"""A server started on files with a mistake answers with the last good ones, and says so until they are mended."""

from __future__ import annotations

import httpx
import pytest

from tests.bot.server.edits import HUB, LANDES, MISTAKE, begin_with, make_mistake, mend
from tests.support.server import Server, ready, until


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


def _seen(server):
    """What is said of the files, by whichever process is free."""
    said = [(server.ready()[1].get("files", "ok"), server.metric("aiguilleur_files_refused")) for _ in range(40)]
    return {*said}


def test_start_on_a_mistake_answers_with_the_last_good_files_until_it_is_mended(data, models, services, clone):
    content = _kept(data)
    begin_with(clone, "Désormais")
    line = make_mistake(clone)
    with ready(Server(data, models, "--workers", "2", root=clone.root, **services)) as server:
        assert server.say("a", LANDES).startswith("Pour le titre complet dans les Landes, c’est La Mêlée.")
        live = httpx.get(f"{server.url}/live").json()
        assert live["content"] == content
        # It says that the files are refused, and since when its content is in service.
        status, parts = server.ready()
        assert (status, parts["status"], parts["files"]) == (200, "ready", "refused")
        assert _seen(server) == {("refused", 1)}
        [event] = server.events("files_refused")
        assert (event["level"], event["content"], event["since"]) == ("error", content, live["since"])
        [finding] = event["findings"]
        assert finding.startswith(f"{HUB}:{line} — {MISTAKE}\n    À faire : l'écrire comme")
        assert "les fichiers ont changé depuis" in server.command("ask", LANDES).stderr
        # A reload refuses them as ever; once they are mended, it takes them up.
        refused = server.command("reload")
        assert refused.returncode == 1
        assert f"Rechargement refusé : le contenu {content} reste en service.\n{HUB}:{line}" in refused.stderr
        assert _seen(server) == {("refused", 1)}
        workers = server.workers()
        mend(clone)
        assert server.command("reload").stdout == f"En service : contenu {server.content()}.\n"
        assert {server.say(f"b-{number}", LANDES).split(",")[0] for number in range(10)} == {"Désormais"}
        assert _seen(server) == {("ok", 0)}
        assert server.workers() == workers, "they take it up without a restart"
        # A process that comes later starts with it.
        for worker in workers:
            server.kill_worker(worker)
        assert {server.say(f"c-{number}", LANDES).split(",")[0] for number in range(10)} == {"Désormais"}
        # Refused while it runs, too: the first process reads the files, and all say so.
        make_mistake(clone)
        assert server.command("reload").returncode == 1
        assert _seen(server) == {("refused", 1)}
        # What is in service now is what another start falls back to.
        taken = server.content()
        assert server.stop() == 0
    with ready(Server(data, models, "--workers", "2", root=clone.root, **services)) as server:
        assert server.content() == taken
        # Files as they were in service before the mistake are nothing new, and are refused no more.
        mend(clone)
        assert server.command("reload").stdout.startswith("Rien n’a changé")
        assert _seen(server) == {("ok", 0)}


def test_first_start_on_a_mistake_is_refused_with_file_line_and_remedy(tmp_path, models, clone):
    line = make_mistake(clone)
    server = Server(tmp_path / "data", models, root=clone.root)
    until(lambda: server.process.poll() is not None, 60, "the start did not end")
    assert server.process.poll() == 1
    assert f"{HUB}:{line} — {MISTAKE}" in server.log()
    assert "À faire : l'écrire comme" in server.log()
