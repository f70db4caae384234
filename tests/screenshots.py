"""Pictures of the widget for the README: `make screenshots` writes them to docs/images."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from bot.process.settings import load_settings
from bot.rasa_adapter.training import train
from tests.bot.channels.web.browser.widget import Widget
from tests.support.chromium import chromium
from tests.support.server import ROOT, Server

IMAGES = ROOT / "docs" / "images"
COLOURS = 128
"""Enough for a page without photographs."""

QUESTION = "quel organisme pour le CCP1 dans les Landes ?"
WIDE = {"width": 960, "height": 720}
TELEPHONE = {"width": 360, "height": 720}


def save(page: Page, name: str) -> None:
    """Write what a page shows as a small PNG."""
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    path = IMAGES / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path.relative_to(ROOT), path.stat().st_size)


def answered(page: Page) -> Widget:
    """The widget with an answer, its sources unfolded."""
    widget = Widget(page)
    widget.open()
    widget.ask(QUESTION)
    widget.transcript.get_by_text("Sources", exact=True).click()
    expect(widget.transcript.get_by_text("Hubikoop")).to_be_visible()
    return widget


def take(browser: Browser, server: Server) -> None:
    """Take all pictures."""
    demonstration = f"{server.url}/demo"
    page = browser.new_page(viewport=WIDE, reduced_motion="reduce", locale="fr-FR")
    page.goto(demonstration)
    widget = Widget(page)
    expect(widget.launcher).to_be_visible()
    save(page, "bulle-fermee")
    widget.open()
    save(page, "bulle-ouverte")
    widget.button("Fermer").click()
    answered(page).transcript.evaluate("transcript => { transcript.scrollTop = transcript.scrollHeight; }")
    save(page, "reponse-et-sources")
    telephone = browser.new_page(
        viewport=TELEPHONE, reduced_motion="reduce", locale="fr-FR", color_scheme="dark", has_touch=True, is_mobile=True
    )
    telephone.goto(demonstration)
    answered(telephone)
    save(telephone, "telephone")


@contextmanager
def started() -> Iterator[Server]:
    """A server with nobody's conversations."""
    models = train(load_settings().models, print).parent
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "data", models, run=True)
        try:
            server.wait_until_ready()
            yield server
        finally:
            server.kill()


if __name__ == "__main__":
    with started() as server, chromium() as browser:
        take(browser, server)
