"""Of several processes one dies, or cannot start: it ends no other. Prometheus sees it, and what each costs."""

from __future__ import annotations

import os
import signal
from contextlib import suppress

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import create_engine, text

from bot.storage.engine import address
from tests.support.server import Server, ready, until


@pytest.fixture(scope="module")
def server(tmp_path_factory, models, own_postgres, redis_server):
    data = tmp_path_factory.mktemp("workers")
    services = {"DATABASE_URL": own_postgres.address, "REDIS_URL": redis_server.url}
    with ready(Server(data, models, "--workers", "2", GRACE_SECONDS="2", **services)) as started:
        yield started


def samples(server, name):
    families = text_string_to_metric_families(httpx.get(f"{server.url}/metrics").text)
    return [sample for family in families for sample in family.samples if sample.name == name]


def is_ready(server, part):
    (sample,) = (sample for sample in samples(server, "aiguilleur_ready") if sample.labels["part"] == part)
    return sample.value


def pids(server, name="process_resident_memory_bytes"):
    return {int(sample.labels["pid"]) for sample in samples(server, name)}


def test_database_that_goes_away_is_seen_by_nobodys_asking(server, own_postgres):
    assert is_ready(server, "database") == 1
    own_postgres.stop()
    until(lambda: is_ready(server, "database") == 0, 30, "the figure waits for somebody to ask /ready")
    assert is_ready(server, "locks") == 1
    own_postgres.start()
    until(lambda: is_ready(server, "database") == 1, 60)


def test_each_process_tells_what_it_costs(server):
    for name in ("resident_memory_bytes", "cpu_seconds_total", "start_time_seconds", "open_fds", "max_fds"):
        assert pids(server, f"process_{name}") == {server.process.pid, *server.workers()}
    assert all(sample.value > 50e6 for sample in samples(server, "process_resident_memory_bytes"))


def test_figures_of_a_process_that_was_killed_go_with_it_and_its_replacement_is_not_ready_at_once(server):
    victim, survivor = server.workers()
    before = server.metric("aiguilleur_processes_replaced_total")
    os.kill(victim, signal.SIGKILL)
    until(lambda: is_ready(server, "model") == 0, 30, "the figure is that of the other process")
    until(lambda: victim not in pids(server), what="the dead process still has figures")
    assert server.metric("aiguilleur_processes_replaced_total") == before + 1
    until(lambda: len(pids(server)) == 3 and survivor in pids(server))
    until(lambda: is_ready(server, "model") == 1, 60, "the new process is never ready")


def revise(database: str, revision: str) -> None:
    engine = create_engine(address(database), future=True)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    engine.dispose()


def test_a_process_that_cannot_start_is_tried_again_and_the_other_answers_meanwhile(server, own_postgres):
    from bot.storage.upgrade import state

    database = own_postgres.address
    revision, _ = state(address(database))
    revise(database, "9999")
    victim, survivor = server.workers()
    server.kill_worker(victim)
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
