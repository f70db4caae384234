"""The routes for operators: health and readiness by part, and metrics for this machine or with the token."""

from __future__ import annotations

import httpx
import pytest
from prometheus_client import REGISTRY
from pydantic import SecretStr

from tests.support.tables import each_row

SECRET = "0123456789abcdef"  # noqa: S105
AFAR = "203.0.113.7"


def client(assistant=None, host="127.0.0.1", proxies=""):
    """Requests from an address to a server, which has no model yet where there is no assistant."""
    from bot.process.settings import load_settings
    from bot.server.app import create_app

    update = {"metrics_token": SecretStr(SECRET), "trusted_proxies": proxies}
    server = create_app(load_settings().copy(update=update))
    if assistant:
        server.state.assistant = assistant
    transport = httpx.ASGITransport(app=server, client=(host, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://test")


@pytest.fixture
def ask(assistant):
    """Request a route of the server, from an address and with headers."""

    async def answer(path, *, host="127.0.0.1", proxies="", **headers):
        async with client(assistant, host, proxies) as http:
            return await http.get(path, headers={name.replace("_", "-"): text for name, text in headers.items()})

    return answer


async def ill(*_):
    return False


async def test_missing_part_of_a_server_is_named_and_it_still_takes_messages(ask, assistant, monkeypatch):
    whole = {"status": "ready", "model": "ok", "database": "ok", "locks": "ok"}
    response = await ask("/ready")
    assert (response.status_code, response.json()) == (200, whole)
    for part, owner in (("database", assistant.stores.database), ("locks", assistant.locks)):
        with monkeypatch.context() as away:
            away.setattr(type(owner), "healthy", ill)
            response = await ask("/ready")
            assert response.status_code == 503
            assert response.json() == {**whole, "status": "not ready", part: "unavailable"}
            assert (await ask("/live")).status_code == 200
            assert (await ask("/accepting")).json() == {"status": "accepting"}


async def test_server_that_has_not_loaded_its_model_is_not_ready():
    async with client() as http:
        response, accepting = await http.get("/ready"), await http.get("/accepting")
    assert (response.status_code, response.json()) == (503, {"status": "not ready", "model": "unavailable"})
    assert (accepting.status_code, accepting.json()) == (503, {"status": "starting"})


@each_row(
    ("request_", "status"),
    [
        ({}, 200),
        ({"host": AFAR}, 403),
        ({"host": AFAR, "authorization": f"Bearer {SECRET}"}, 200),
        ({"host": AFAR, "authorization": "Bearer "}, 403),
        # Through a proxy of this machine, whatever is said of the client.
        *(
            ({"proxies": proxies, "x_forwarded_for": forwarded}, 403)
            for proxies in ("", "127.0.0.1")
            for forwarded in (AFAR, "127.0.0.1")
        ),
    ],
)
async def test_metrics_are_for_this_machine_and_for_requests_with_the_token(ask, request_, status):
    assert (await ask("/metrics", **request_)).status_code == status


@each_row(
    ("host", "headers", "status"),
    [(AFAR, {}, 403), ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, 403), ("127.0.0.1", {}, 200)],
)
async def test_command_ask_is_answered_on_this_machine_alone(assistant, host, headers, status):
    async with client(assistant, host) as http:
        assert (await http.post("/ask", json={"text": "bonjour"}, headers=headers)).status_code == status


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

    monkeypatch.setattr(type(assistant.stores.database), "healthy", ill)
    missing, unavailable = counted(404), counted(503)
    assert (await ask("/nowhere")).status_code == 404
    assert (await ask("/ready")).status_code == 503
    assert (counted(404) - missing, counted(503) - unavailable) == (1, 0)
