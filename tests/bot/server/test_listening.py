"""Where the server listens: what keeps it from there is told at once, in French, with what to do."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from bot.process.settings import Settings, SettingsError
from bot.server.listening import refuse_taken_port
from bot.server.reloading.server_file import ServerFile
from tests.support.server import ROOT


@pytest.fixture
def taken():
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_port_of_a_server_of_the_same_folder_is_named_as_such(tmp_path, taken):
    ServerFile(tmp_path, taken).write("a1b2c3d4")
    with pytest.raises(SettingsError, match=rf"Aiguilleur tourne déjà sur le port {taken} \(processus {os.getpid()}\)"):
        refuse_taken_port(Settings(data=tmp_path, port=taken))


def test_address_of_another_machine_is_refused_with_a_remedy(tmp_path):
    with pytest.raises(SettingsError, match="HOST est une adresse de cette machine"):
        refuse_taken_port(Settings(data=tmp_path, host="203.0.113.1", port=0))


def test_port_of_another_programme_is_refused_with_a_remedy_before_anything_slow(tmp_path, taken):
    environment = {**os.environ, "AIGUILLEUR_DATA": str(tmp_path), "PORT": str(taken), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot.cli.main", "serve"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Le port {taken} est déjà pris par un autre programme.")
    assert f"PORT={taken + 1} make run" in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "models").exists(), "nothing was trained"
