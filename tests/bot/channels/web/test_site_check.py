"""A webmaster asks on /verifier whether a site may have the window, and what it must allow."""

from __future__ import annotations

import html
import re

from bot.channels.web.site_check import origin_of_address
from tests.bot.channels.web.conftest import HOST
from tests.support.tables import each_row


def text_of(response) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.text)))


async def asked(http, site, **more):
    response = await http.get("/verifier", params={"site": site, **more})
    assert response.status_code == 200
    return text_of(response)


@each_row(
    ("address", "origin"),
    [
        ("https://www.exemple.fr", "https://www.exemple.fr"),
        ("  HTTPS://WWW.Exemple.fr:443/contact?x=1#y ", "https://www.exemple.fr"),
        ("exemple.fr/aide", "https://exemple.fr"),
        ("https://exemple.fr:8443/", "https://exemple.fr:8443"),
        ("https://musée.fr", "https://xn--muse-dpa.fr"),
        ("https://moi:secret@exemple.fr", "https://exemple.fr"),
        ("javascript:alert(1)", None),
        ("ftp://exemple.fr", None),
        ("https://exemple", None),
        ("https://[", None),
        ("https://<b>.fr", None),
        ("bonjour", None),
    ],
)
def test_the_origin_of_an_address_is_what_a_browser_makes_of_it(address, origin):
    assert origin_of_address(address) == origin


async def test_a_site_of_a_hub_is_permitted_and_gets_its_line(http):
    response = await http.get("/verifier", params={"site": "https://hub-bretagne.net/contact"})
    shown = text_of(response)
    assert "Oui : ce site peut parler pour Hub Bretagne." in shown
    assert f'<script src="{HOST}/widget.js" data-hub="bretagne" defer></script>' in html.unescape(response.text)
    assert f"script-src {HOST}; connect-src {HOST} " in shown
    version = (await http.get("/hubs/neutre.json")).json()["version"]
    assert f"votre site a la version {version}" in shown
    assert f"{HOST}/widget/{version}/widget.js" in shown
    assert "<iframe" not in html.unescape(response.text), "its file does not say so"
    framed = html.unescape((await http.get("/verifier", params={"site": "http://localhost:8000"})).text)
    assert f'<iframe src="{HOST}/fenetre/exemple"' in framed
    assert f"frame-src {HOST}" in framed


@each_row("site", ["http://hub-bretagne.net", "https://hub-bretagne.net:8443", "https://essai.hub-bretagne.net"])
async def test_a_site_that_a_hub_names_otherwise_is_told_how(http, site):
    shown = await asked(http, site)
    assert "Pas encore : aucun hub ne nomme ce site." in shown
    assert f"Hub Bretagne ( bretagne ) nomme https://hub-bretagne.net, ce qui ne vaut pas pour {site}." in shown
    assert ("stories/hubs/bretagne.yml" in shown) is site.startswith("https:")
    assert ("Ce site est en http " in shown) is site.startswith("http:")
    assert f'src="{HOST}/widget.js" data-hub="neutre"' in shown


async def test_a_site_that_nobody_knows_is_told_what_to_ask_for_and_the_assistants_own_is_told_as_such(http):
    shown = await asked(http, "https://anyone.exemple.org")
    assert "Pas encore : aucun hub ne nomme ce site." in shown
    assert "ajouter https://anyone.exemple.org aux origines" in shown
    assert "C’est l’adresse de l’assistant lui-même." in await asked(http, HOST)


@each_row("site", ["bonjour", '"><script>alert(1)</script>', "javascript:alert(1)"])
async def test_what_is_no_address_is_told_and_shown_as_text(http, site):
    response = await http.get("/verifier", params={"site": site})
    assert f"« {site} » n’est pas l’adresse d’un site." in html.unescape(response.text)
    assert "<script>alert" not in response.text


async def test_a_pinned_version_is_told_to_be_todays_kept_or_gone(http, settings):
    version = (await http.get("/hubs/neutre.json")).json()["version"]
    kept = settings.data / "widget" / "0123456789abcdef"
    kept.mkdir(parents=True)
    (kept / "widget.js").write_text("void 0;\n")
    site = "https://hub-bretagne.net"
    assert f"La version {version} est celle du jour" in await asked(http, site, version=version)
    assert "La version 0123456789abcdef est gardée ici" in await asked(http, site, version="0123456789abcdef")
    for gone in ("fedcba9876543210", "../../hash.key"):
        assert f"La version « {gone} » n’est pas gardée ici." in await asked(http, site, version=gone)
