"""The routes for operators: health and readiness by part, and metrics for this machine or with the token."""

from __future__ import annotations

import httpx
import pytest
from prometheus_client import REGISTRY

SECRET = "0123456789abcdef"  # noqa: S105


@pytest.fixture
def ask(assistant):
    """Request a route of the server, from an address and with headers."""
    from pydantic import SecretStr

    from bot.process.settings import load_settings
    from bot.server.app import create_app

    async def answer(path, *, host="127.0.0.1", proxies="", **headers):
        update = {"metrics_token": SecretStr(SECRET), "trusted_proxies": proxies}
        server = create_app(load_settings().copy(update=update))
        server.state.assistant = assistant
        transport = httpx.ASGITransport(app=server, client=(host, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get(path, headers={name.replace("_", "-"): text for name, text in headers.items()})

    return answer


async def test_server_with_all_parts_is_ready(ask):
    response = await ask("/ready")
    assert response.status_code == 200
    assert response.json() == {"status": "ready", "model": "ok", "database": "ok", "locks": "ok"}


@pytest.mark.parametrize("part", ["database", "locks"])
async def test_missing_part_of_a_server_is_named(ask, assistant, monkeypatch, part):
    async def ill(*_):
        return False

    owner = assistant.locks if part == "locks" else assistant.stores.database
    monkeypatch.setattr(type(owner), "healthy", ill)
    response = await ask("/ready")
    assert response.status_code == 503
    assert response.json()[part] == "unavailable"
    assert (await ask("/live")).status_code == 200


async def test_server_whose_database_or_locks_are_away_still_takes_messages(ask, assistant, monkeypatch):
    async def ill(*_):
        return False

    for owner in (assistant.locks, assistant.stores.database):
        monkeypatch.setattr(type(owner), "healthy", ill)
    assert (await ask("/accepting")).json() == {"status": "accepting"}


async def test_server_that_has_not_loaded_its_model_is_not_ready():
    from bot.process.settings import load_settings
    from bot.server.app import create_app

    transport = httpx.ASGITransport(app=create_app(load_settings()))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.get("/ready")
        accepting = await client.get("/accepting")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "model": "unavailable"}
    assert accepting.status_code == 503
    assert accepting.json() == {"status": "starting"}


async def test_metrics_are_for_this_machine_and_for_requests_with_the_token(ask):
    assert (await ask("/metrics")).status_code == 200
    assert (await ask("/metrics", host="203.0.113.7")).status_code == 403
    assert (await ask("/metrics", host="203.0.113.7", authorization=f"Bearer {SECRET}")).status_code == 200
    assert (await ask("/metrics", host="203.0.113.7", authorization="Bearer ")).status_code == 403


@pytest.mark.parametrize("proxies", ["", "127.0.0.1"])
@pytest.mark.parametrize("forwarded", ["203.0.113.7", "127.0.0.1"])
async def test_request_through_a_local_proxy_is_not_local(ask, proxies, forwarded):
    assert (await ask("/metrics", proxies=proxies, x_forwarded_for=forwarded)).status_code == 403


@pytest.mark.parametrize(("headers", "host"), [({}, "203.0.113.7"), ({"x-forwarded-for": "127.0.0.1"}, "127.0.0.1")])
async def test_command_ask_is_answered_on_this_machine_alone(assistant, headers, host):
    from bot.process.settings import load_settings
    from bot.server.app import create_app

    server = create_app(load_settings())
    server.state.assistant = assistant
    for client_host, sent, status in ((host, headers, 403), ("127.0.0.1", {}, 200)):
        transport = httpx.ASGITransport(app=server, client=(client_host, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            answer = await client.post("/ask", json={"text": "bonjour"}, headers=sent)
        assert answer.status_code == status


async def test_metrics_hold_questions_and_outcomes_but_no_identifier_or_text(ask, assistant):
    from bot.messages import Message

    for text in ("quel organisme ?", "abracadabra zzz", "quel organisme pour le titre complet en Charente ?"):
        await assistant.reply(Message("identifier-xyzzy", text))
    figures = (await ask("/metrics")).text
    assert 'aiguilleur_turns_total{channel="rest",outcome="ask",question="organisme"}' in figures
    assert 'outcome="not_understood"' in figures
    assert "aiguilleur_turn_seconds_bucket" in figures
    for never in ("xyzzy", "Charente", "abracadabra"):
        assert never not in figures


async def test_responses_are_counted_by_status_but_for_those_to_what_watches_the_server(ask, assistant, monkeypatch):
    def counted(status):
        return REGISTRY.get_sample_value("aiguilleur_responses_total", {"status": str(status)}) or 0

    async def ill(*_):
        return False

    monkeypatch.setattr(type(assistant.stores.database), "healthy", ill)
    missing, unavailable = counted(404), counted(503)
    assert (await ask("/nowhere")).status_code == 404
    assert (await ask("/ready")).status_code == 503
    assert (counted(404) - missing, counted(503) - unavailable) == (1, 0)
