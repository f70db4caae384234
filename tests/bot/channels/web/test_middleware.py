"""The headers of every response, route by route."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

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
WEB_PAGE = {**ALWAYS, "content-security-policy": PAGE, "cache-control": "no-store"}

ROUTES = {
    "GET /": {**WEB_PAGE, "x-robots-tag": None},
    "GET /demo": WEB_PAGE,
    "GET /poser": WEB_PAGE,
    "POST /poser": WEB_PAGE,
    "GET /parcours": WEB_PAGE,
    "GET /static/{name}": {**ALWAYS, "cache-control": "public, max-age=300"},
    "GET /widget.js": {**FOR_ALL_SITES, "cache-control": "public, max-age=300"},
    "GET /widget/{version}/{name}": {**FOR_ALL_SITES, "cache-control": "public, max-age=31536000, immutable"},
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


@pytest.mark.parametrize("route", ROUTES)
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


async def test_refusals_of_unknown_routes_and_methods_carry_the_headers(whole, browse):
    client = await browse(whole)
    for response in (await client.get("/nowhere"), await client.put("/api/messages")):
        assert response.status_code in (404, 405)
        assert response.json()["code"] in ("not_found", "method_not_allowed")
        assert response.headers["content-security-policy"] == STRICT


async def test_unexpected_failure_is_a_refusal_with_the_headers(server, browse):
    del server.state.limits
    client = await browse(server)
    body = {"message_id": "1", "message": "bonjour"}
    response = await client.post("/api/messages", json=body, headers={"Origin": "https://a.exemple"})
    assert response.status_code == 500
    assert response.json()["code"] == "failed"
    assert response.headers["content-security-policy"] == STRICT
    assert response.headers["access-control-allow-origin"] == "https://a.exemple"
