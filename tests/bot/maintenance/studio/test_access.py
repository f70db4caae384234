"""Only the browser of this machine, on the studio's own page, may use the studio."""

from __future__ import annotations

import re
import socket
from urllib.parse import urlsplit

import httpx
import pytest

from bot.maintenance.studio.access import trusted_proxy
from tests.support.tables import each_row

QUESTION = {"text": "bonjour", "shown": "bonjour"}


@pytest.fixture
def token(studio) -> str:
    """As the page has it."""
    return re.search(r'name="jeton" content="([^"]+)"', httpx.get(studio.url).text)[1]


def asked(studio, token, origin=None, host=None):
    own = urlsplit(studio.url).netloc
    headers = {"X-Studio-Jeton": token, "Origin": origin or f"http://{own}", "Host": host or own}
    return httpx.post(f"{studio.url}essais", json=QUESTION, headers=headers, timeout=60)


@pytest.mark.usefixtures("page")
def test_the_page_itself_is_answered_and_another_site_in_the_same_browser_refused(studio, token):
    assert asked(studio, token).status_code == 200
    for origin in ("https://evil.example", "http://127.0.0.1:1", "null", "http://localhost"):
        response = asked(studio, token, origin=origin)
        assert response.status_code == 403
        assert "access-control-allow-origin" not in response.headers


@each_row("host", ["evil.example", "127.0.0.1.evil.example:80", "[::2]:80", "", "localhost.evil:8100"])
def test_a_name_that_was_made_to_point_here_is_refused(studio, token, host):
    assert httpx.get(studio.url, headers={"Host": host}).status_code == 403
    assert asked(studio, token, host=host, origin=f"http://{host}").status_code == 403


@each_row("wrong", ["", "x", "é"])
def test_page_of_an_earlier_studio_has_to_be_reloaded(studio, wrong):
    response = asked(studio, wrong.encode())
    assert response.status_code == 403
    assert "recharger la page" in response.text


@each_row("path", ["", "static/studio.js", "nothing", "essais/99999"])
def test_every_response_forbids_what_the_page_does_not_need(studio, path):
    headers = httpx.get(studio.url + path).headers
    assert "default-src 'none'; script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_only_the_loopback_is_listened_on(studio):
    port = urlsplit(studio.url).port
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        with socket.socket() as connecting:
            assert connecting.connect_ex((address, port)) != 0


@pytest.mark.usefixtures("page")
def test_a_form_is_taken_of_the_studios_own_page_alone_unless_it_is_too_long(studio, token):
    own = f"http://{urlsplit(studio.url).netloc}"
    address = f"{studio.url}modifier/textes/titre/titre_la_melee"

    def posted(token, origin, text=""):
        fields = {"geste": "voir", "jeton": token, **({"x": text} if text else {})}
        return httpx.post(address, data=fields, headers={"Origin": origin}, timeout=60).status_code

    assert posted(token, own) == 409, "it shows what is written now, since it names no version"
    for wrong, origin in (("", own), ("x", own), (token, "https://evil.example"), (token, "null")):
        assert posted(wrong, origin) == 403, (wrong, origin)
    assert posted(token, own, "x" * 3_000_000) == 403


@each_row("header", ["X-Remote-User", "Remote-User", "X-Forwarded-User"])
def test_who_somebody_is_is_not_believed_where_the_studio_was_not_told_to(studio, header):
    response = httpx.get(studio.url, headers={header: "camille"})
    assert response.status_code == 403
    assert "--entete-utilisateur" in response.text


@each_row(
    ("address", "header"),
    [("", "X-Remote-User"), ("https://studio.exemple.fr", ""), ("studio.exemple.fr", "X-Remote-User")],
)
def test_half_of_what_a_proxy_needs_is_refused(address, header):
    with pytest.raises(ValueError, match="donner les deux"):
        trusted_proxy(address, header)
