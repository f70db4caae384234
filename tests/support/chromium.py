"""Debian's Chromium, driven by Playwright: no browser is downloaded. Where it is missing, it is installed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.support.redis_server import installed


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without window.

    Raises:
        RuntimeError: there is none and it cannot be installed: says what to install.
    """
    path = installed("chromium", "chromium")
    # Its sandbox does not start for root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()
