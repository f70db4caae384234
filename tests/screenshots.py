"""Pictures to look at: `make screenshots` takes the README's (docs/images), and every state in var/screenshots.

Each state in light and in dark, on a telephone, a tablet and a desk. Nothing of them is a test: they are for eyes.
`python -m tests.screenshots dsfr menu` takes some states alone.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Literal

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

FOR_EYES = ROOT / "var" / "screenshots"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIZES = ((320, 640), (768, 900), (1280, 800))

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


def rated(page: Page) -> None:
    """The question after "Pas utile"."""
    answered(page).button("Pas utile").click()
    expect(page.get_by_text("Qu’est-ce qui n’allait pas").first).to_be_visible()


def several(page: Page) -> None:
    """An answer of several cards."""
    widget = Widget(page)
    widget.open()
    widget.ask("quel organisme pour les Landes ?")
    expect(widget.transcript.get_by_role("heading", name="Le titre REMN complet")).to_be_visible()


def path(page: Page) -> None:
    """The path of an adviser."""
    widget = Widget(page)
    widget.open()
    widget.ask("par où commencer ? je suis dans les Landes")
    expect(widget.transcript.get_by_text("S’inscrire à la formation initiale").first).to_be_visible()


def unfolded(page: Page) -> None:
    """The menu."""
    answered(page).menu.click()


def erasing(page: Page) -> None:
    """Whether to erase."""
    answered(page).choose("Effacer la conversation")


def cut(page: Page) -> None:
    """A message that does not get through."""
    widget = Widget(page)
    widget.open()
    page.route("**/api/messages", lambda route: route.abort())
    widget.ask(QUESTION)
    expect(widget.button("Réessayer maintenant")).to_be_visible()


def by_options(**options: str) -> Callable[[Page], object]:
    """An answer in the window as other options of the line make it."""

    def act(page: Page) -> None:
        page.evaluate("options => Aiguilleur.mount(options).then(() => true)", options)
        answered(page)

    return act


def asked_in_frame(page: Page) -> None:
    """An answer in the page for frames, which has no launcher."""
    widget = Widget(page)
    widget.ask("quel organisme pour les Landes ?")
    expect(widget.transcript.get_by_role("heading", name="Le titre REMN complet")).to_be_visible()


def refused(page: Page) -> None:
    """A text that is too long."""
    widget = Widget(page)
    widget.open()
    widget.field.fill("a" * 4001)


STATES: dict[str, tuple[str, Callable[[Page], object]]] = {
    "fermee": ("demo", lambda _: None),
    "accueil": ("demo", lambda page: Widget(page).open()),
    "reponse": ("demo", answered),
    "cartes": ("demo", several),
    "parcours": ("demo", path),
    "avis": ("demo", rated),
    "menu": ("demo", unfolded),
    "effacer": ("demo", erasing),
    "panne": ("demo", cut),
    "trop-long": ("demo", refused),
    "dsfr-fermee": ("demo?theme=dsfr", lambda _: None),
    "dsfr": ("demo?theme=dsfr", answered),
    "dsfr-cartes": ("demo?theme=dsfr", several),
    "dsfr-menu": ("demo?theme=dsfr", unfolded),
    "a-gauche": ("demo", by_options(position="left", colour="#ffdd00")),
    "cadre": ("fenetre/exemple", asked_in_frame),
    "page-accueil": ("", lambda _: None),
    "page-verifier": ("verifier", lambda _: None),
    "page-verifier-oui": ("verifier?site=http://localhost:8000", lambda _: None),
    "page-verifier-non": ("verifier?site=http://hub-bretagne.net&version=0123456789abcdef", lambda _: None),
    "page-verifier-quoi": ("verifier?site=bonjour", lambda _: None),
    "page-poser": ("poser?hub=exemple", lambda _: None),
    "page-parcours": ("parcours?situation=recrute&territoire=40", lambda _: None),
}
"""What is looked at: the page, and what is done on it."""


def take_states(browser: Browser, server: Server, names: Sequence[str]) -> None:
    """States in both schemes and three widths; all that there are, where none is named."""
    for name, (address, act) in STATES.items():
        if names and name not in names:
            continue
        for scheme, (width, height) in product(SCHEMES, SIZES):
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                reduced_motion="reduce",
                locale="fr-FR",
            )
            page.goto(f"{server.url}/{address}")
            act(page)
            path = FOR_EYES / f"{name}-{scheme}-{width}.png"
            page.screenshot(path=path, animations="disabled", full_page=name.startswith("page-"))
            page.close()


def take(browser: Browser, server: Server) -> None:
    """Take the README's pictures."""
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
        named = sys.argv[1:]
        if not named:
            take(browser, server)
        take_states(browser, server, named)
        print(FOR_EYES.relative_to(ROOT))
