"""What Prometheus sees of several processes: whether all are ready, though nobody asks, and what each of them costs."""

from __future__ import annotations

import os
import signal

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.server import Server, until


@pytest.fixture(scope="module")
def server(tmp_path_factory, models, own_postgres, redis_server):
    data = tmp_path_factory.mktemp("figures")
    started = Server(data, models, "--workers", "2", DATABASE_URL=own_postgres.address, REDIS_URL=redis_server.url)
    started.wait_until_ready()
    yield started
    started.kill()


def samples(server, name):
    text = httpx.get(f"{server.url}/metrics").text
    return [
        sample for family in text_string_to_metric_families(text) for sample in family.samples if sample.name == name
    ]


def ready(server, part):
    (sample,) = (sample for sample in samples(server, "aiguilleur_ready") if sample.labels["part"] == part)
    return sample.value


def pids(server):
    return {int(sample.labels["pid"]) for sample in samples(server, "process_resident_memory_bytes")}


def test_database_that_goes_away_is_seen_by_nobodys_asking(server, own_postgres):
    assert ready(server, "database") == 1
    own_postgres.stop()
    until(lambda: ready(server, "database") == 0, 30, "the figure waits for somebody to ask /ready")
    assert ready(server, "locks") == 1
    own_postgres.start()
    until(lambda: ready(server, "database") == 1, 60)


def test_each_process_tells_what_it_costs(server):
    assert pids(server) == {server.process.pid, *server.workers()}
    for sample in samples(server, "process_resident_memory_bytes"):
        assert sample.value > 50e6
    for name in ("process_cpu_seconds_total", "process_start_time_seconds", "process_open_fds", "process_max_fds"):
        assert {int(sample.labels["pid"]) for sample in samples(server, name)} == pids(server)


def test_figures_of_a_process_that_was_killed_go_with_it_and_its_replacement_is_counted(server):
    victim, survivor = server.workers()
    before = server.metric("aiguilleur_processes_replaced_total")
    os.kill(victim, signal.SIGKILL)
    until(lambda: victim not in pids(server), what="the dead process still has figures")
    assert server.metric("aiguilleur_processes_replaced_total") == before + 1
    until(lambda: len(pids(server)) == 3 and survivor in pids(server))
    until(lambda: ready(server, "model") == 1, 60, "the new process is never ready")


def test_process_that_starts_is_not_ready_meanwhile(server):
    victim, _ = server.workers()
    os.kill(victim, signal.SIGKILL)
    until(lambda: ready(server, "model") == 0, 30, "the figure is that of the other process")
    until(lambda: ready(server, "model") == 1, 60)
