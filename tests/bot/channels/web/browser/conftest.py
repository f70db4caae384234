"""A server for the tests of the widget, and a site that embeds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.channels.web.browser.site import Site
from tests.bot.channels.web.browser.widget import Widget
from tests.support.server import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Server]:
    """The server itself."""
    running = Server(tmp_path_factory.mktemp("widget"), models)
    running.wait_until_ready()
    yield running
    running.kill()


@pytest.fixture
def site(server: Server) -> Iterator[Site]:
    """A site of another origin."""
    other = Site(server.url)
    yield other
    other.stop()


@pytest.fixture
def widget(pages, server: Server) -> Widget:
    """The widget on the page of the fictional hub, closed."""
    return Widget(pages(f"{server.url}/demo"))
