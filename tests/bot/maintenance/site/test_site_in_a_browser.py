"""Everybody can read the pages: by keyboard, by ear, in dark, in forced colours, on a telephone, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import SCHEMES, violations

# The site is made once for both files that read it.
pytestmark = pytest.mark.xdist_group("bot/maintenance/site, site")

LATER_ITEMS = "tr:nth-of-type(n+12), li:nth-of-type(n+12), .map a:nth-of-type(n+12)"
"""Coloured like the eleven before them."""

SHOWN = [
    "index.html",
    "fr/index.html",
    "fr/departements.html",
    "fr/departements/40.html",
    "en/questions.html",
    "en/questions/financement.html",
    "fr/dates.html",
    "fr/changements.html",
    "en/sources.html",
    "fr/relecture.html",
]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    shown = browser.new_page()
    yield shown
    shown.close()


@pytest.mark.parametrize("path", SHOWN)
def test_axe_finds_nothing(page: Page, site: Path, path: str) -> None:
    """On all of each page in the first scheme; in the others on the first items of each list, table and map."""
    page.goto((site / path).as_uri())
    assert violations(page, SCHEMES[:1]) == []
    page.evaluate(f"document.querySelectorAll('{LATER_ITEMS}').forEach(item => item.remove())")
    assert violations(page, SCHEMES[1:]) == []


def test_a_page_asks_for_nothing_but_itself_and_its_style_sheet(page: Page, site: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "fr" / "index.html").as_uri())
    assert asked == [(site / "fr" / "index.html").as_uri(), (site / "site.css").as_uri()]


def test_a_click_on_the_map_leads_to_the_territory(page: Page, site: Path) -> None:
    page.goto((site / "fr" / "index.html").as_uri())
    landes = page.locator("#titre_complet .map a[href$='/40.html']")
    assert landes.locator("title").text_content() == "Landes (40)\u00a0: La Mêlée"
    landes.locator("use").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Réponses pour\u00a0: Landes (40)")
    page.get_by_role("link", name="Read this page in English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Answers for: Landes (40)")


def test_those_who_do_not_see_the_map_hear_its_name_and_have_the_same_links_in_the_table(
    page: Page, site: Path
) -> None:
    page.goto((site / "fr" / "index.html").as_uri())
    name = "La formation initiale, CCP1\u00a0: l’organisme de chaque territoire"
    expect(page.get_by_role("group", name=name)).to_be_visible()
    table = page.get_by_role("region", name="Le titre REMN complet\u00a0: le tableau")
    row = table.get_by_role("row", name="Landes (40)")
    expect(row.get_by_role("cell").first).to_have_text("La Mêlée")
    # By keyboard the map is no hurdle of a hundred stops.
    assert page.locator(".map a:not([tabindex='-1'])").count() == 0


def test_the_first_stop_of_the_keyboard_leads_to_the_content(page: Page, site: Path) -> None:
    page.goto((site / "en" / "questions" / "cpf.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#contenu")


@pytest.mark.parametrize("path", SHOWN)
def test_a_telephone_need_not_be_moved_sideways(browser: Browser, site: Path, path: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto((site / path).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_two_neighbours_differ_on_grey_paper(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto((site / "fr" / "index.html").as_uri())
    expect(page.locator("header nav")).to_be_hidden()
    fills = page.locator("#modules .map > a").evaluate_all(
        "areas => new Set(areas.map(a => a.getAttribute('fill'))).size"
    )
    numbers = page.locator("#modules .map .number").evaluate_all("all => new Set(all.map(n => n.textContent)).size")
    assert fills == numbers > 10
    assert page.locator("#modules .map").evaluate("map => getComputedStyle(map).printColorAdjust") == "exact"
    page.close()
