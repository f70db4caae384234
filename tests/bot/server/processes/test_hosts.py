"""Two hosts behind Caddy, as in deploy/, over one PostgreSQL and one Redis: no turn needs to come back to its host."""

from __future__ import annotations

import secrets
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.server import FROM_AFAR, ROUTE, Caddy, Server
from tests.support.talk import talking


@pytest.fixture(scope="module")
def hosts(tmp_path_factory, models, services):
    settings = {
        **services,
        "AIGUILLEUR_HASH_KEY": secrets.token_hex(32),
        "TRUSTED_PROXIES": "127.0.0.1",
        "RATE_CONVERSATION": "30",
        "RATE_ADDRESS": "6000",
        "DRAIN_SECONDS": "3",
        "METRICS_TOKEN": "a token of the test's",
    }
    started = [Server(tmp_path_factory.mktemp(name), models, **settings) for name in ("one", "two")]
    for server in started:
        server.wait_until_ready()
    yield started
    for server in started:
        server.kill()


@pytest.fixture(scope="module")
def caddy(hosts, tmp_path_factory):
    started = Caddy(tmp_path_factory.mktemp("caddy"), *hosts)
    started.wait_until_ready()
    yield started
    started.stop()


def test_turns_alternating_between_hosts_keep_state_and_order_and_a_repeated_one_its_answer(hosts):
    first, second = hosts
    first.say("a", "quel organisme pour le titre complet en Charente ?")
    for turn in range(20):
        assert "ENSC" in hosts[turn % 2].say("a", "et pour la Charente ?")
        assert "Mêlée" in hosts[(turn + 1) % 2].say("a", "et pour les Landes ?")
    answer = first.say("b", "quel organisme pour les Landes ?", message_id="m1")
    assert second.say("b", "quel organisme pour les Landes ?", message_id="m1") == answer


def test_caddy_spreads_messages_and_hides_internal_routes(hosts, caddy):
    before = [host.metric("aiguilleur_turns_total") for host in hosts]

    def greet(number):
        body = {"sender": f"c{number}", "message": "bonjour"}
        return httpx.post(caddy.url + ROUTE, json=body, headers=FROM_AFAR, timeout=30).status_code

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(greet, range(200))) == {200}
    turns = [host.metric("aiguilleur_turns_total") - turns for host, turns in zip(hosts, before, strict=True)]
    assert sum(turns) == 200
    assert min(turns) >= 5, "a message goes to the host with fewer requests, to either where they have the same number"
    for internal in ("/metrics", "/accepting", "/ready", "/live"):
        assert httpx.get(caddy.url + internal).status_code == 404
    assert httpx.get(f"{hosts[0].url}/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 403


def test_hosts_share_the_rate_limits_of_clients_behind_the_proxy(hosts, caddy):
    began = time.monotonic()
    answers = [
        httpx.post(caddy.url + ROUTE, json={"sender": "chatty", "message": "bonjour"}, headers=FROM_AFAR, timeout=30)
        for _ in range(20)
    ]
    codes = [answer.status_code for answer in answers]
    later = (time.monotonic() - began) // 2
    assert 10 <= codes.count(200) <= 11 + later, "a burst of a third of the rate a minute, over both hosts"
    refused = answers[codes.index(429)]
    assert 1 <= int(refused.headers["retry-after"]) <= 2
    assert "too many" in refused.json()["error"]
    assert hosts[0].say("chatty", "bonjour"), "this machine itself is not limited"


def test_messages_wait_while_redis_is_away(hosts, caddy, redis_server):
    redis_server.stop()
    try:
        time.sleep(1.5)  # Caddy asks each host every second: it goes on passing messages to them
        assert [host.ready()[0] for host in hosts] == [503, 503]
        with ThreadPoolExecutor(1) as threads:
            body = {"sender": "waits", "message": "quel organisme pour les Landes ?"}
            waiting = threads.submit(httpx.post, caddy.url + ROUTE, json=body, headers=FROM_AFAR, timeout=30)
            time.sleep(0.5)
            assert not waiting.done()
            redis_server.start()
            answer = waiting.result(30)
    finally:
        redis_server.restart()
    assert hosts[0].metric("aiguilleur_redis_errors_total") > 0
    assert answer.status_code == 200
    assert "Landes" in answer.json()[0]["text"]


def test_host_stopping_under_load_costs_no_answer(hosts, caddy):
    """The last test of the file: it ends a host."""
    with talking(caddy, "quel organisme pour les Landes ?", FROM_AFAR) as talk:
        talk.go_on()
        assert hosts[1].stop() == 0
        talk.go_on()
    assert talk.refused == []


def test_logs_are_json_without_text_and_identifiers(hosts):
    for host in hosts:
        turn = host.events("turn")[0]
        assert {"trace", "question", "outcome", "milliseconds", "channel", "process", "timestamp"} <= set(turn)
        for never in ("Landes", "chatty", "bonjour", "203.0.113.9"):
            assert never not in host.log()
