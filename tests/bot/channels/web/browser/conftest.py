"""A server and a browser for the tests of the widget, and a site that embeds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.bot.channels.web.browser.site import Site
from tests.bot.channels.web.browser.widget import Widget
from tests.bot.server import Server
from tests.chromium import chromium

Pages = Callable[..., Page]

_PATIENCE = 30_000
"""Milliseconds until something that does not come is missed; a busy machine is no fault of the widget's."""

expect.set_options(timeout=_PATIENCE)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Server]:
    """The server itself."""
    running = Server(tmp_path_factory.mktemp("widget"), models)
    running.wait_until_ready()
    yield running
    running.kill()


# By module: while a browser is there, no other test can have an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def site(server: Server) -> Iterator[Site]:
    """A site of another origin."""
    other = Site(server.url)
    yield other
    other.stop()


@pytest.fixture
def pages(browser: Browser) -> Iterator[Pages]:
    """Opens pages as new visitors have them; what their console says is in `page.said`."""
    contexts: list[BrowserContext] = []

    def opened(address: str, **settings: object) -> Page:
        context = browser.new_context(**{"locale": "fr-FR", **settings})
        context.set_default_timeout(_PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.said = said = []

        def hear(message: ConsoleMessage) -> None:
            said.append(f"{message.type}: {message.text}")

        page.on("console", hear)
        page.on("pageerror", lambda error: said.append(f"error: {error}"))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def widget(pages: Pages, server: Server) -> Widget:
    """The widget on the page of the fictional hub, closed."""
    return Widget(pages(f"{server.url}/demo"))
