"""What Prometheus sees of several processes: what each costs, and one that was killed."""

from __future__ import annotations

import os
import signal

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.server import Server, ready, until


@pytest.fixture(scope="module")
def server(tmp_path_factory, models, services):
    data = tmp_path_factory.mktemp("workers")
    with ready(Server(data, models, "--workers", "2", GRACE_SECONDS="2", **services)) as started:
        yield started


def samples(server, name):
    families = text_string_to_metric_families(httpx.get(f"{server.url}/metrics").text)
    return [sample for family in families for sample in family.samples if sample.name == name]


def is_ready(server):
    (sample,) = (sample for sample in samples(server, "aiguilleur_ready") if sample.labels["part"] == "model")
    return sample.value


def pids(server, name="process_resident_memory_bytes"):
    return {int(sample.labels["pid"]) for sample in samples(server, name)}


def test_figures_of_a_process_that_was_killed_go_with_it_and_its_replacement_is_not_ready_at_once(server):
    victim, survivor = server.workers()
    before = server.metric("aiguilleur_processes_replaced_total")
    os.kill(victim, signal.SIGKILL)
    until(lambda: is_ready(server) == 0, 30, "the figure is that of the other process")
    until(lambda: victim not in pids(server), what="the dead process still has figures")
    assert server.metric("aiguilleur_processes_replaced_total") == before + 1
    until(lambda: len(pids(server)) == 3 and survivor in pids(server))
    until(lambda: is_ready(server) == 1, 60, "the new process is never ready")
