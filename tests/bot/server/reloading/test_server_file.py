"""The server file: a running server publishes its pid, port, content and last reload in the data folder."""

from __future__ import annotations

import os
import subprocess
import sys

import msgspec
import pytest

from bot.cli.reload import reload_servers
from bot.process.settings import SettingsError
from bot.server.reloading.server_file import ServerFile, ServerState, servers


def test_running_server_is_listed_until_its_file_is_removed(tmp_path):
    file = ServerFile(tmp_path, 8080)
    assert servers(tmp_path) == []
    file.write("a1b2c3d4")
    [state] = servers(tmp_path)
    assert (state.pid, state.port, state.content) == (os.getpid(), 8080, "a1b2c3d4")
    file.remove()
    assert servers(tmp_path) == []


def test_recycled_pid_is_not_running(tmp_path):
    ServerFile(tmp_path, 8080).write("a1b2c3d4")
    [path] = (tmp_path / "run").iterdir()
    state = msgspec.json.decode(path.read_bytes(), type=ServerState)
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(state, started=state.started - 1)))
    with pytest.raises(SettingsError, match="Aucun serveur ne tourne"):
        list(reload_servers(tmp_path))
    assert not path.exists()


def test_server_ending_while_asked_is_reported_as_stopped(tmp_path):
    file, ended = ServerFile(tmp_path, 8080), subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    file.write("a1b2c3d4")
    [running] = servers(tmp_path)
    states = [[msgspec.structs.replace(running, pid=ended.pid)], []]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bot.cli.reload.servers", lambda _: states.pop(0))
        assert list(reload_servers(tmp_path)) == [("Le serveur s’est arrêté. Son journal dit pourquoi.", False)]


def test_truncated_file_is_ignored(tmp_path):
    ServerFile(tmp_path, 8080).write("a1b2c3d4")
    [path] = (tmp_path / "run").iterdir()
    path.write_bytes(path.read_bytes()[:20])
    assert servers(tmp_path) == []


def test_server_runs_without_a_writable_folder(tmp_path):
    (tmp_path / "run").write_text("a file where the folder should be")
    ServerFile(tmp_path, 8080).write("a1b2c3d4")
