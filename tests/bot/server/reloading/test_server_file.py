"""A server tells of itself in the data folder, and what has died there is told from what runs."""

from __future__ import annotations

import os
import subprocess
import sys

import msgspec
import pytest

from bot.cli.reload import reload_servers
from bot.process.settings import SettingsError
from bot.server.reloading.server_file import Outcome, PublishedFinding, ServerFile, ServerState, servers
from rules.errors import Finding
from rules.model import Place


def test_a_server_that_runs_is_found_until_it_ends(tmp_path):
    file = ServerFile(tmp_path, 8080)
    assert servers(tmp_path) == []
    file.write("a1b2c3d4")
    [found] = servers(tmp_path)
    assert (found.pid, found.port, found.content) == (os.getpid(), 8080, "a1b2c3d4")
    file.remove()
    assert servers(tmp_path) == []


def test_another_process_that_has_the_number_of_a_dead_one_is_not_taken_for_it(tmp_path):
    ServerFile(tmp_path, 8080).write("a1b2c3d4")
    [path] = (tmp_path / "run").iterdir()
    state = msgspec.json.decode(path.read_bytes(), type=ServerState)
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(state, started=state.started - 1)))
    with pytest.raises(SettingsError, match="Aucun serveur ne tourne"):
        list(reload_servers(tmp_path))
    assert not path.exists()


def test_a_process_that_has_ended_and_is_not_reaped_does_not_run():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    assert not ServerState(ended.pid, 1, 8080, "a1b2c3d4").alive
    ended.wait()


def test_a_server_that_ends_as_it_is_asked_is_said_to_have_stopped(tmp_path):
    file, ended = ServerFile(tmp_path, 8080), subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    file.write("a1b2c3d4")
    [running] = servers(tmp_path)
    found = [[msgspec.structs.replace(running, pid=ended.pid)], []]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bot.cli.reload.servers", lambda _: found.pop(0))
        assert list(reload_servers(tmp_path)) == [("Le serveur s’est arrêté. Son journal dit pourquoi.", False)]


def test_a_file_cut_short_is_no_server(tmp_path):
    ServerFile(tmp_path, 8080).write("a1b2c3d4")
    [path] = (tmp_path / "run").iterdir()
    path.write_bytes(path.read_bytes()[:20])
    assert servers(tmp_path) == []


def test_a_finding_is_told_as_it_was_found(tmp_path):
    finding = Finding(Place(tmp_path / "titre.yml", 3), "le texte est vide", "écrire un texte")
    file = ServerFile(tmp_path, 8080)
    file.write("a1b2c3d4", Outcome(1.5, (PublishedFinding.of(finding),)))
    [found] = servers(tmp_path)
    assert found.outcome.findings[0].finding == finding


def test_a_folder_that_cannot_be_written_to_costs_no_server(tmp_path):
    (tmp_path / "run").write_text("a file where the folder should be")
    ServerFile(tmp_path, 8080).write("a1b2c3d4")
