"""Another model with several processes: others, that share it, come in their place, and no connection is cut."""

from __future__ import annotations

import http.client
import json
import shutil

import psutil
import pytest

from bot.content.project_files import ProjectFiles
from bot.rasa_adapter.training import fingerprint, model_path
from tests.bot.server.edits import LANDES, PHRASES
from tests.support.server import ROUTE, Server, ready, until
from tests.support.talk import talking


@pytest.fixture(scope="module")
def server(data, models, services, cloned):
    with ready(Server(data, models, "--workers", "2", root=cloned.root, **services)) as started:
        yield started


def _megabytes(server):
    processes = (server.process.pid, *server.workers())
    return sum(psutil.Process(pid).memory_full_info().pss for pid in processes) / 2**20


def test_other_processes_share_the_new_model_and_no_message_is_refused_meanwhile(server, data, cloned):
    workers = server.workers()
    for number in range(20):
        server.say(f"warm-{number}", LANDES)
    before = _megabytes(server)
    [first] = (data / "models").iterdir()
    cloned.edit(*PHRASES)
    second = model_path(data / "models", fingerprint(ProjectFiles(cloned.root)))
    shutil.copy2(first, second)
    with talking(server, LANDES) as talk:
        done = server.command("reload")
        until(lambda: not {*workers} & {*server.workers()}, 90, "the processes before are not gone")
        talk.go_on()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"En service : contenu {server.content()}, avec le modèle {second.name}.\n"
    assert talk.refused == []
    assert len(server.workers()) == 2
    assert server.events("process_behind") == server.events("forking_with_threads") == []
    # As after a first swap in one process (test_model_swap.py): 601 MB became 687, and stayed.
    # Of the 583 MB of a process, 60 are its own: one that did not share the model would exceed this by far.
    assert _megabytes(server) < before * 1.25


def test_idle_connection_keeps_its_process_until_it_is_used(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    body = json.dumps({"sender": "idle", "message": LANDES})
    connection.request("POST", ROUTE, body)
    assert connection.getresponse().read()
    before = server.workers()
    assert server.command("model", "restore").returncode == 0
    assert len(server.workers()) >= 3
    connection.request("POST", ROUTE, body)
    answer = connection.getresponse()
    assert answer.status == 200
    assert answer.getheader("Connection") == "close"
    answer.read()
    until(lambda: not {*before} & {*server.workers()}, 20, "the processes before are not gone")
