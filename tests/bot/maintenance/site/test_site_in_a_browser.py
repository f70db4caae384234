"""Everybody can read the pages: by keyboard, by ear, in dark, in forced colours, on a telephone, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import SCHEMES, violations
from tests.support.tables import each_row

# The site is made once for both files that read it.
pytestmark = pytest.mark.xdist_group("bot/maintenance/site, site")

LATER_ITEMS = "tr:nth-of-type(n+12), li:nth-of-type(n+12), .map a:nth-of-type(n+12)"
"""Coloured like the eleven before them."""

SHOWN = [
    "index.html",
    "fr/index.html",
    "fr/cartes/ccp1.html",
    "fr/tableaux/titre_complet.html",
    "fr/departements/40.html",
    "fr/parcours/40.html",
    "en/questions.html",
    "en/questions/financement.html",
    "fr/dates.html",
    "fr/changements.html",
    "en/sources.html",
]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    shown = browser.new_page()
    yield shown
    shown.close()


@pytest.mark.parametrize("path", SHOWN)
def test_axe_finds_nothing_and_a_telephone_need_not_be_moved_sideways(page: Page, site: Path, path: str) -> None:
    """On all of each page in the first scheme; in the others on the first items of each list, table and map."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto((site / path).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, "a telephone is not moved sideways"
    page.set_viewport_size({"width": 1280, "height": 720})
    assert violations(page, SCHEMES[:1]) == []
    page.evaluate(f"document.querySelectorAll('{LATER_ITEMS}').forEach(item => item.remove())")
    assert violations(page, SCHEMES[1:]) == []


def test_a_click_on_the_map_leads_to_the_territory(page: Page, site: Path) -> None:
    page.goto((site / "fr" / "index.html").as_uri())
    page.get_by_role("navigation", name="Une carte par formation").get_by_role("link", name="Le titre REMN").click()
    landes = page.locator(".map a[href$='/40.html']")
    assert landes.locator("title").text_content() == "Landes (40)\u00a0: La Mêlée"
    landes.locator("use").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Landes (40)")
    page.get_by_role("link", name="Read this page in English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Landes (40)")
    expect(page.get_by_role("heading", name="All questions, here")).to_be_visible()


def test_those_who_do_not_see_the_map_hear_its_name_and_have_the_same_links_in_the_table(
    page: Page, site: Path
) -> None:
    page.goto((site / "fr" / "cartes" / "titre_complet.html").as_uri())
    name = "Le titre REMN complet\u00a0: l’organisme de chaque territoire"
    expect(page.get_by_role("group", name=name)).to_be_visible()
    # By keyboard the map is no hurdle of a hundred stops.
    assert page.locator(".map a:not([tabindex='-1'])").count() == 0
    page.get_by_role("link", name="Le titre REMN complet\u00a0: le tableau").click()
    row = page.get_by_role("row", name="Landes (40)")
    expect(row.get_by_role("cell").first).to_have_text("La Mêlée")


@each_row(("typed", "found"), [("landes", "Landes (40)"), ("40", "Landes (40)"), ("reunion", "La Réunion (974)")])
def test_a_department_is_found_by_typing_and_return(page: Page, site: Path, typed: str, found: str) -> None:
    page.goto((site / "fr" / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    field = page.get_by_label("Votre département, par son nom ou son numéro")
    field.fill("Wallonie")
    expect(page.get_by_role("status")).to_contain_text("Aucun territoire de ce nom")
    field.fill("")
    expect(page.get_by_text("Nouvelle-Aquitaine", exact=True)).to_be_visible()
    field.press_sequentially(typed)
    expect(page.get_by_role("status")).to_have_text(f"Touche Entrée\u00a0: {found}")
    expect(page.get_by_role("list").get_by_role("link")).to_have_text([found])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(found)


def test_without_scripts_the_territories_are_listed_by_region(browser: Browser, site: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((site / "fr" / "index.html").as_uri())
    expect(page.get_by_label("Votre département, par son nom ou son numéro")).to_be_hidden()
    page.get_by_text("Nouvelle-Aquitaine", exact=True).click()
    page.get_by_role("link", name="Landes (40)").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Landes (40)")
    page.close()


def test_two_neighbours_differ_on_grey_paper(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto((site / "fr" / "index.html").as_uri())
    expect(page.locator("header nav")).to_be_hidden()
    fills = page.locator(".map > a").evaluate_all("areas => new Set(areas.map(a => a.getAttribute('fill'))).size")
    numbers = page.locator(".map .number").evaluate_all("all => new Set(all.map(n => n.textContent)).size")
    assert fills == numbers > 10
    assert page.locator(".map").evaluate("map => getComputedStyle(map).printColorAdjust") == "exact"
    page.close()
