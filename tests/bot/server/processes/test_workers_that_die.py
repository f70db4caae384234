"""One process of several that dies, or cannot start, ends no other; without the first process none stays behind."""

from __future__ import annotations

import os
import signal
from contextlib import suppress

import pytest
from sqlalchemy import create_engine, text

from bot.storage.engine import address
from tests.support.server import Server, ready, until


@pytest.fixture(scope="module")
def server(tmp_path_factory, models, services):
    data = tmp_path_factory.mktemp("workers")
    with ready(Server(data, models, "--workers", "2", GRACE_SECONDS="2", **services)) as started:
        yield started


def revise(database: str, revision: str) -> None:
    engine = create_engine(address(database), future=True)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    engine.dispose()


def test_a_process_that_cannot_start_is_tried_again_and_the_other_answers_meanwhile(server, database):
    from bot.storage.upgrade import state

    revision, _ = state(address(database))
    revise(database, "9999")
    victim, survivor = server.workers()
    os.kill(victim, signal.SIGKILL)
    until(lambda: len(server.workers()) == 2, 10)
    (second,) = {*server.workers()} - {survivor}
    until(lambda: second not in server.workers(), 120, "it waits for its database for ever")
    assert server.process.poll() is None
    assert survivor in server.workers()
    assert "Landes" in server.say("meanwhile", "quel organisme pour les Landes ?")
    revise(database, revision)
    answering = {survivor}

    def all_answer():
        server.say("again", "quel organisme pour les Landes ?")
        answering.update(int(turn["process"]) for turn in server.events("turn"))
        return {*server.workers()} <= answering and len(server.workers()) == 2

    until(all_answer, 90, "the process in its place does not answer")


def is_running(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False


def test_no_process_outlives_the_first_one(server):
    """The last test of the file: it ends the server."""
    workers = server.workers()
    server.process.kill()
    server.process.wait()
    until(lambda: not any(map(is_running, workers)), 20, "processes serve on as orphans")
    server.start()
    server.wait_until_ready()
