"""Everybody can use the studio: by keyboard, by ear, enlarged, in dark and in forced colours."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bot.maintenance.studio.studio import StudioPage
from tests.support.axe import violations

LANDES = "quel organisme pour les Landes ?"


def test_axe_finds_nothing(page, edit):
    assert violations(page.page) == []
    page.ask(LANDES)
    page.understood.get_by_text("Lignes essayées").first.click()
    expect(page.understood.locator(".examples").first).to_be_visible()
    assert violations(page.page) == []
    edit("stories/answers/fr/titre.yml", 'en_carte: "La Mêlée."', 'en_carte: "Voyez La Mêlée."')
    expect(page.changes()).to_be_visible()
    edit("stories/answers/fr/titre.yml", "\ntitre_la_melee:\n", "\ntitre_la_melee\n")
    expect(page.state).to_contain_text("erreur")
    page.open("Fichiers")
    assert violations(page.page) == []


@pytest.mark.parametrize("size", [(320, 256), (320, 640), (1360, 860)], ids=["400%", "320 px", "a desk"])
def test_nothing_is_cut_on_any_screen(pages, studio, size):
    page = StudioPage(pages(studio.url, viewport={"width": size[0], "height": size[1]}))
    page.wait_until_ready()
    page.ask(LANDES)
    expect(page.understood.locator(".examples").first).to_be_visible()
    assert page.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.page.get_by_role("button", name="Envoyer").click(trial=True)
    page.page.get_by_role("button", name="Tout rejouer").click(trial=True)


def test_the_whole_studio_by_keyboard_alone(page):
    keyboard = page.page.keyboard
    keyboard.press("Tab")
    assert "conversation" in page.focused()
    keyboard.press("Enter")
    assert page.focused() == "message"
    keyboard.type(LANDES)
    keyboard.press("Enter")
    expect(page.turns).to_have_count(1)
    assert page.focused() == "message"
    keyboard.press("ArrowUp")
    expect(page.field).to_have_value(LANDES)
    for _ in range(40):
        keyboard.press("Tab")
        if page.focused() == "onglet-compris":
            break
    keyboard.press("ArrowRight")
    assert page.focused() == "onglet-fichiers"
    expect(page.files).to_be_visible()
    keyboard.press("Home")
    expect(page.understood).to_be_visible()
    keyboard.press("Tab")
    assert page.focused() == "panneau-compris"
    keyboard.press("Tab")
    assert page.focused().startswith("Copier rules/programme/")


def test_answers_are_announced_once_and_the_focus_stays(page):
    page.ask(LANDES)
    expect(page.announced).to_contain_text("La Fabrik de la Médiation Numérique")
    boxes = [button.bounding_box() for button in page.page.get_by_role("button").all() if button.is_visible()]
    assert min(min(box["width"], box["height"]) for box in boxes) >= 24, "targets are large enough to be hit"
    assert page.page.console_lines == []
    page.turns.last.get_by_role("button", name="Rejouer").press("Enter")
    expect(page.announced.locator("p").last).to_have_text("Réponses inchangées.")
    assert page.focused().startswith("rejouer-")
