"""One process on a SQLite file: a full disk and another program's lock cost no answer."""

from __future__ import annotations

import sqlite3
import time

import pytest

from tests.bot.server.faults.load import under_load
from tests.bot.server.faults.small_disk import small_disk
from tests.support.server import Server, ready


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    with small_disk(tmp_path_factory.mktemp("small") / "data", megabytes=100) as mounted:
        yield mounted


@pytest.fixture(scope="module")
def server(disk, models):
    """A server with its database and its log on the small disk."""
    with ready(Server(disk.folder, models)) as started:
        yield started


def test_full_disk_costs_no_answer(server, disk, harmless):
    with under_load(server) as load, load.fault():
        disk.fill()
        load.wait_until_noticed(within=30)
        disk.make_room()
    harmless("SQLite : disque plein", load)


def test_file_locked_longer_than_a_turn_waits_costs_no_answer(server, disk, harmless):
    other = sqlite3.connect(disk.folder / "aiguilleur.db", isolation_level=None)
    with under_load(server) as load, load.fault():
        other.execute("BEGIN EXCLUSIVE")
        time.sleep(6)
        other.execute("ROLLBACK")
    other.close()
    harmless("SQLite : fichier verrouillé 6 s par un autre programme", load)
