"""Which sites may speak for which hub, and what their visitors' browsers may read."""

from __future__ import annotations

from tests.bot.channels.web.conftest import Visitor
from tests.support.tables import each_row

OURS = "https://bot.exemple.fr"
BRETAGNE = "https://hub-bretagne.net"
PUBLIC = "https://aiguilleur.exemple.org"


@each_row(
    ("hub", "origin", "allowed"),
    [
        ("bretagne", BRETAGNE, True),
        ("bretagne", OURS, True),
        ("bretagne", None, True),
        ("bretagne", "https://hub-lo.fr", False),
        ("bretagne", "http://hub-bretagne.net", False),
        ("bretagne", "https://www.hub-bretagne.net", True),
        ("bretagne", "https://hub-bretagne.net.exemple.org", False),
        ("bretagne", "null", False),
        ("bretagne", "https://[", False),
        ("corse", "https://hub-corsica.exemple", False),
        ("neutre", "null", True),
        (None, "https://anyone.exemple", True),
        ("exemple", "http://localhost:8001", True),
        ("exemple", "https://localhost:8001", False),
        ("exemple", "http://localhost.exemple.org", False),
    ],
)
async def test_a_site_may_speak_for_its_hub(visit, http, hub, origin, allowed):
    headers = {"Origin": origin} if origin else {}
    begun = await http.post("/api/token", json={"hub": hub} if hub else {}, headers=headers)
    for response in (begun, await visit(origin, hub).send("bonjour")):
        assert response.status_code == (200 if allowed else 403)
        assert "Origin" in response.headers["vary"]
        assert response.headers.get("access-control-allow-origin") == origin, "the widget can read a refusal too"
        assert "access-control-allow-credentials" not in response.headers
        if not allowed:
            assert response.json()["code"] == "origin_not_allowed"
    profile = await http.get(f"/hubs/{hub or 'neutre'}.json", headers=headers)
    assert profile.json()["origin_allowed"] is allowed


async def test_the_name_that_a_request_calls_us_by_counts_only_where_no_other_is_known(serve, browse):
    called = "https://sous-un-autre-nom.exemple"
    for public, origin, status in ((PUBLIC, called, 403), (PUBLIC, PUBLIC, 200), ("", called, 200)):
        client = await browse(serve(public_url=public))
        client.headers["Host"] = "sous-un-autre-nom.exemple"
        assert (await Visitor(client, origin, "bretagne").send("bonjour")).status_code == status


async def test_a_token_cannot_be_carried_to_another_site(visit):
    adviser = visit(BRETAGNE, "bretagne")
    await adviser.ask("je suis dans les Landes", message_id="1")
    thief = visit("https://anyone.exemple")
    thief.token = adviser.token
    for answer in (await thief.send("où suis-je ?"), await thief.rate("1", useful=True), await thief.erase()):
        assert answer.status_code == 401
    assert (await adviser.send("bonjour")).status_code == 200


async def test_pages_of_other_sites_cannot_use_the_other_routes(http):
    headers = {"Origin": BRETAGNE, "Access-Control-Request-Method": "POST"}
    for path in ("/webhooks/rest/webhook", "/poser"):
        response = await http.options(path, headers=headers)
        assert "access-control-allow-origin" not in response.headers
