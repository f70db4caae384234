"""The headers of every response, route by route."""

from __future__ import annotations

import asyncio

import pytest
from pydantic import SecretStr

from tests.bot.channels.web.conftest import HOST
from tests.support.tables import each_row

STRICT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)

ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": STRICT,
    "x-robots-tag": "noindex",
}
FOR_ALL_SITES = {**ALWAYS, "cross-origin-resource-policy": "cross-origin", "access-control-allow-origin": "*"}
WEB_PAGE = {**ALWAYS, "content-security-policy": PAGE, "cache-control": "private, no-cache"}

ROUTES = {
    "GET /": {**WEB_PAGE, "x-robots-tag": None},
    "GET /demo": WEB_PAGE,
    "GET /poser": WEB_PAGE,
    "POST /poser": WEB_PAGE,
    "GET /parcours": WEB_PAGE,
    "GET /verifier": WEB_PAGE,
    "GET /fenetre/{hub}": {**WEB_PAGE, "x-frame-options": None, "cross-origin-resource-policy": "cross-origin"},
    "GET /static/{name}": {**ALWAYS, "cache-control": "public, max-age=300"},
    "GET /widget.js": {**FOR_ALL_SITES, "cache-control": "public, max-age=300"},
    "GET /widget/{version}/{name}": {**FOR_ALL_SITES, "cache-control": "public, max-age=31536000, immutable"},
    "GET /hubs/{hub}.css": {**FOR_ALL_SITES, "cache-control": "public, max-age=300"},
    "GET /hubs/{hub}.json": {**FOR_ALL_SITES, "cache-control": "public, max-age=300"},
    "GET /openapi.json": FOR_ALL_SITES,
    "HEAD /openapi.json": FOR_ALL_SITES,
    "POST /api/token": {**ALWAYS, "cache-control": "no-store", "vary": "Origin"},
    "POST /api/messages": {**ALWAYS, "cache-control": "no-store", "vary": "Origin"},
    "POST /api/feedback": {**ALWAYS, "vary": "Origin"},
    "DELETE /api/conversation": {**ALWAYS, "vary": "Origin"},
    "POST /webhooks/rest/webhook": ALWAYS,
    "POST /telegram": ALWAYS,
    "GET /live": ALWAYS,
    "GET /accepting": ALWAYS,
    "GET /ready": ALWAYS,
    "GET /metrics": ALWAYS,
    "POST /ask": ALWAYS,
}
"""What each route's responses carry; None: not at all."""


@pytest.fixture
def whole(serve):
    """A server with all that can be switched on."""
    return serve(
        telegram_token=SecretStr("123456789:AAF-abcdefghijklmnopqrstuvwxyz"),
        public_url="https://bot.exemple.fr",
        telegram_webhook_secret=SecretStr("0123456789abcdefghijklmnopqrstuv"),
    )


def test_every_route_is_listed_here(whole):
    served = {f"{method} {route.path}" for route in whole.routes for method in route.methods}
    assert served == set(ROUTES)


@each_row("route", ROUTES)
async def test_every_response_of_a_route_carries_its_headers(whole, browse, route):
    method, _, path = route.partition(" ")
    client = await browse(whole)
    version = (await client.get("/hubs/neutre.json")).json()["version"]
    name = "poser.css" if path.startswith("/static") else "widget.js"
    response = await client.request(method, path.format(name=name, version=version, hub="neutre"))
    assert response.status_code < 500
    for header, expected in ROUTES[route].items():
        if header == "cache-control" and response.status_code >= 400:
            continue
        assert response.headers.get(header) == expected, header
    assert "camera=()" in response.headers["permissions-policy"]
    assert "set-cookie" not in response.headers
    assert "server" not in response.headers


async def test_unexpected_failure_is_a_refusal_with_the_headers(server, browse):
    del server.state.limits
    client = await browse(server)
    body = {"message_id": "1", "message": "bonjour"}
    response = await client.post("/api/messages", json=body, headers={"Origin": "https://a.exemple"})
    assert response.status_code == 500
    assert response.json()["code"] == "failed"
    assert response.headers["content-security-policy"] == STRICT
    assert response.headers["access-control-allow-origin"] == "https://a.exemple"


async def test_over_https_browsers_are_told_to_keep_to_it(whole, browse):
    client = await browse(whole)
    for url, expected in ((f"{HOST}/", "max-age=31536000"), (f"{HOST.replace('https', 'http')}/", None)):
        assert (await client.get(url)).headers.get("strict-transport-security") == expected


@each_row(
    ("path", "language", "sentence"),
    [
        ("/nulle-part", "fr-FR,fr;q=0.9", "Cette page n’existe pas"),
        ("/nowhere", "en-GB,en;q=0.9", "This page does not exist"),
        ("/api/messages", "fr", "Cette demande n’a pas pu être prise"),
    ],
)
async def test_people_get_a_page_where_there_is_none_and_programs_json(http, path, language, sentence):
    headers = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": language}
    page = await http.get(path, headers=headers)
    assert page.status_code in (404, 405)
    assert page.headers["content-security-policy"] == PAGE
    assert sentence in page.text
    assert f'<html lang="{"en" if language.startswith("en") else "fr"}">' in page.text
    assert 'href="/poser' in page.text
    for accepted in ("*/*", "application/json"):
        refused = await http.get(path, headers={"Accept": accepted})
        assert refused.status_code == page.status_code
        assert refused.json()["code"]


async def test_a_body_that_does_not_arrive_is_refused(serve, browse, monkeypatch):
    monkeypatch.setattr("bot.channels.web.middleware.MAX_BODY_SECONDS", 0.1)
    client = await browse(serve())

    async def body():
        yield b'{"message_id": "1", '
        await asyncio.Event().wait()

    response = await client.post("/api/messages", content=body(), headers={"Content-Type": "application/json"})
    assert response.status_code == 408
    assert response.json()["code"] == "too_slow"
