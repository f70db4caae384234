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
from tests.support.tables import each_row

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


@each_row(
    ("url", "problem", "remedy"),
    [
        ("{site}/gone", "n'existe plus (404)", "chercher la nouvelle adresse"),
        ("{site}/removed", "n'existe plus (410)", "chercher la nouvelle adresse"),
        ("{site}/shut", "refuse d'être vérifiée (403)", "dans un navigateur"),
        ("{site}/broken", "répond par une erreur (500)", "réessayer plus tard"),
        ("{site}/round", "renvoie sans fin", "chercher l'adresse"),
        ("{site}/moved", "renvoie vers « {site}/new »", "écrire cette adresse"),
        ("http://127.0.0.1:9/", "ne s'ouvre pas", "vérifier le nom du site"),
    ],
)
async def test_page_that_does_not_open_is_reported_at_its_line(site: str, url: str, problem: str, remedy: str) -> None:
    [found] = await online_findings([_address(url.format(site=site), line=7)], LIMITS)
    assert problem.format(site=site) in found.problem
    assert remedy in found.remedy
    assert found.place.line == 7
    assert found.severity == "warning"


async def test_a_page_that_is_there_is_fine_though_a_slash_was_missing_or_it_has_to_be_asked_in_full(site: str) -> None:
    there = [_address(f"{site}/{page}") for page in ("here", "folder", "only-get")]
    assert await online_findings(there, LIMITS) == []
    assert ("GET", "/only-get") in _Pages.asked
