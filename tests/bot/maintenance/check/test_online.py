"""Addresses are tried over the network; a page that moved or is gone is reported at its line."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.maintenance.check.links import Address
from bot.maintenance.check.online import online_findings
from bot.maintenance.check.thresholds import OnlineThresholds
from rules.model import Place

LIMITS = OnlineThresholds(secondes=5, a_la_fois=2)


class _Pages(BaseHTTPRequestHandler):
    """A site: pages that are there, moved, gone, slow to believe, or shut."""

    asked: list[tuple[str, str]] = []  # noqa: RUF012

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.asked.append((self.command, self.path))
        status = {"/gone": 404, "/removed": 410, "/shut": 403, "/broken": 500}.get(self.path, 200)
        if self.path == "/only-get" and self.command == "HEAD":
            status = 405
        if self.path in ("/moved", "/folder"):
            self.send_response(301)
            self.send_header("Location", "/new" if self.path == "/moved" else "/folder/")
        elif self.path == "/round":
            self.send_response(302)
            self.send_header("Location", "/round")
        else:
            self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    _Pages.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _address(url: str, line: int = 3) -> Address:
    return Address(url, Place(Path("organismes.yml"), line), "fabrik", "site", "La Fabrik")


@pytest.mark.parametrize(
    ("page", "problem", "remedy"),
    [
        ("/gone", "n'existe plus (404)", "chercher la nouvelle adresse"),
        ("/removed", "n'existe plus (410)", "chercher la nouvelle adresse"),
        ("/shut", "refuse d'être vérifiée (403)", "dans un navigateur"),
        ("/broken", "répond par une erreur (500)", "réessayer plus tard"),
        ("/round", "renvoie sans fin", "chercher l'adresse"),
    ],
)
async def test_page_that_does_not_open_is_reported_at_its_line(site: str, page: str, problem: str, remedy: str) -> None:
    [found] = await online_findings([_address(site + page, line=7)], LIMITS)
    assert problem in found.problem
    assert remedy in found.remedy
    assert found.place.line == 7
    assert found.severity == "warning"


async def test_moved_page_is_reported_with_its_new_address(site: str) -> None:
    [found] = await online_findings([_address(f"{site}/moved")], LIMITS)
    assert f"renvoie vers « {site}/new »" in found.problem


async def test_a_page_that_is_there_is_fine_even_where_only_a_slash_was_missing(site: str) -> None:
    assert await online_findings([_address(f"{site}/here"), _address(f"{site}/folder")], LIMITS) == []


async def test_a_site_that_does_not_like_to_be_asked_briefly_is_asked_in_full(site: str) -> None:
    assert await online_findings([_address(f"{site}/only-get")], LIMITS) == []
    assert ("GET", "/only-get") in _Pages.asked


async def test_address_standing_twice_is_requested_once_and_reported_twice(site: str) -> None:
    found = await online_findings([_address(f"{site}/gone", 3), _address(f"{site}/gone", 9)], LIMITS)
    assert [finding.place.line for finding in found] == [3, 9]
    assert _Pages.asked == [("HEAD", "/gone"), ("GET", "/gone")]


async def test_site_without_encryption_behind_https_is_reported(site: str) -> None:
    [found] = await online_findings([_address(site.replace("http:", "https:"))], LIMITS)
    assert "certificat" in found.problem or "ne s'ouvre pas" in found.problem


async def test_unreachable_server_is_reported() -> None:
    [found] = await online_findings([_address("http://127.0.0.1:9/")], LIMITS)
    assert "ne s'ouvre pas" in found.problem
