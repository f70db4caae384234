"""Pictures to look at: `make screenshots` takes the README's (docs/images), and every state in var/screenshots.

Each state in light and in dark, on a telephone, a tablet and a desk. Nothing of them is a test: they are for eyes.
`python -m tests.screenshots dsfr menu` takes some states alone.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from bot.process.settings import load_settings
from bot.rasa_adapter.training import train
from tests.bot.channels.web.browser.widget import Widget
from tests.support.chromium import chromium
from tests.support.server import ROOT, Server, ready

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


def asked(question: str, heading: str, *, framed: bool = False) -> Callable[[Page], object]:
    """An answer with this heading to a question; `framed`: in the page for frames, which has no launcher."""

    def act(page: Page) -> None:
        widget = Widget(page)
        if not framed:
            widget.open()
        widget.ask(question)
        expect(widget.transcript.get_by_text(heading).first).to_be_visible()

    return act


def rated(page: Page) -> None:
    """The question after "Pas utile"."""
    answered(page).button("Pas utile").click()
    expect(page.get_by_text("Qu’est-ce qui n’allait pas").first).to_be_visible()


def cut(page: Page) -> None:
    """A message that does not get through."""
    widget = Widget(page)
    widget.open()
    page.route("**/api/messages", lambda route: route.abort())
    widget.ask(QUESTION)
    expect(widget.button("Réessayer maintenant")).to_be_visible()


def by_options(page: Page) -> None:
    """An answer in the window as other options of the line make it."""
    options = {"position": "left", "colour": "#ffdd00"}
    page.evaluate("options => Aiguilleur.mount(options).then(() => true)", options)
    answered(page)


def refused(page: Page) -> None:
    """A text that is too long."""
    widget = Widget(page)
    widget.open()
    widget.field.fill("a" * 4001)


SEVERAL = ("quel organisme pour les Landes ?", "Le titre REMN complet")

STATES: dict[str, tuple[str, Callable[[Page], object]]] = {
    "fermee": ("demo", lambda _: None),
    "accueil": ("demo", lambda page: Widget(page).open()),
    "reponse": ("demo", answered),
    "cartes": ("demo", asked(*SEVERAL)),
    "parcours": ("demo", asked("par où commencer ? je suis dans les Landes", "S’inscrire à la formation initiale")),
    "avis": ("demo", rated),
    "menu": ("demo", lambda page: answered(page).menu.click()),
    "effacer": ("demo", lambda page: answered(page).choose("Effacer la conversation")),
    "panne": ("demo", cut),
    "trop-long": ("demo", refused),
    "dsfr-fermee": ("demo?theme=dsfr", lambda _: None),
    "dsfr": ("demo?theme=dsfr", answered),
    "dsfr-cartes": ("demo?theme=dsfr", asked(*SEVERAL)),
    "dsfr-menu": ("demo?theme=dsfr", lambda page: answered(page).menu.click()),
    "a-gauche": ("demo", by_options),
    "cadre": ("fenetre/exemple", asked(*SEVERAL, framed=True)),
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


if __name__ == "__main__":
    named = sys.argv[1:]
    models = train(load_settings().models, print).parent
    with (
        tempfile.TemporaryDirectory() as folder,
        ready(Server(Path(folder) / "data", models, run=True)) as server,
        chromium() as browser,
    ):
        if not named:
            take(browser, server)
        take_states(browser, server, named)
        print(FOR_EYES.relative_to(ROOT))
