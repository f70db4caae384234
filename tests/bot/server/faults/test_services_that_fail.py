"""Two processes over PostgreSQL and Redis: no answer is lost or given twice where one dies, restarts or is slow."""

from __future__ import annotations

import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass

import psycopg2
import pytest

from tests.bot.server.faults.load import under_load
from tests.bot.server.faults.proxy import Network
from tests.support.redis_server import RedisServer
from tests.support.server import Server, until
from tests.support.services import OwnPostgres


@dataclass
class Site:
    """A server of two processes with its services; it reaches PostgreSQL over a network that the test controls."""

    server: Server
    postgres: OwnPostgres
    network: Network
    redis: RedisServer


@pytest.fixture(scope="module")
def site(tmp_path_factory, models):
    postgres = OwnPostgres()
    network = Network(postgres.port)
    redis = RedisServer(tmp_path_factory.mktemp("redis"))
    redis.start()
    address = postgres.address.replace(f":{postgres.port}", f":{network.port}")
    server = Server(
        tmp_path_factory.mktemp("site"), models, "--workers", "2", DATABASE_URL=address, REDIS_URL=redis.url
    )
    try:
        server.wait_until_ready()
        yield Site(server, postgres, network, redis)
    finally:
        server.kill()
        network.close()
        redis.stop()
        postgres.remove()


def test_killed_processes_cost_no_answer(site, harmless):
    with under_load(site.server) as load, load.fault():
        for _ in range(3):
            site.server.kill_worker(site.server.workers()[0])
    harmless("kill -9 d’un des deux processus, trois fois", load)


def test_postgresql_killed_and_restarted_costs_no_answer(site, harmless):
    with under_load(site.server) as load, load.fault():
        site.postgres.kill()
        load.wait_until_noticed(within=10)
        until(lambda: _starts(site.postgres), what="PostgreSQL did not start")
        load.wait_until_answered()
        site.postgres.stop()
        site.postgres.start()
    harmless("PostgreSQL tué (kill -9) et relancé, puis redémarré", load)


def test_redis_restarted_costs_no_answer(site, harmless):
    with under_load(site.server) as load, load.fault():
        site.redis.restart()
        load.wait_until_answered()
        site.redis.restart(away=4)
    harmless("Redis redémarré, puis absent 4 s ; il a tout oublié", load)


def test_table_locked_longer_than_a_turn_waits_costs_no_answer(site, harmless):
    other = psycopg2.connect(site.postgres.address)
    with under_load(site.server) as load, load.fault():
        other.cursor().execute("LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE")
        time.sleep(6)
        other.close()
    harmless("PostgreSQL : table verrouillée 6 s par un autre", load)


def test_slow_and_then_silent_database_costs_no_answer(site, harmless):
    with under_load(site.server) as load, load.fault():
        site.network.delay = 0.3
        load.wait_until_answered()
        site.network.silence()
        time.sleep(15)
        site.network.speak()
        site.network.delay = 0.0
    harmless("PostgreSQL lent (300 ms de plus par réponse), puis muet 15 s", load)


def _starts(postgres: OwnPostgres) -> bool:
    """Whether PostgreSQL starts, which it does not while a process of the killed server is left."""
    with suppress(pytest.fail.Exception, subprocess.SubprocessError):
        postgres.start()
        return True
    return False
