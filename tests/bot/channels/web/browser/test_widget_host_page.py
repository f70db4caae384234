"""What a hub's own page does to the widget, and the widget to the page: styles, colours, focus, keys, other pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bot.channels.web.browser.site import ADD_SHEET, HOSTILE_SHEETS, SWAPS
from tests.bot.channels.web.browser.widget import ANSWER, QUESTION, Widget
from tests.support.axe import Scheme, violations

COLOUR = "element => getComputedStyle(element).color"
BACKGROUND = "element => getComputedStyle(element).backgroundColor"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(23, 27, 35)"


@pytest.mark.parametrize(
    "sheet",
    [
        *HOSTILE_SHEETS,
        "body * { transition: all 3s !important; animation: none !important; transform: scale(2); zoom: 3 }",
    ],
)
def test_no_style_of_the_page_gets_in(pages, site, sheet):
    plain, styled = (Widget(pages(site.embed(), reduced_motion="reduce")) for _ in range(2))
    styled.page.evaluate(ADD_SHEET, sheet)
    looks = []
    for widget in (plain, styled):
        widget.open()
        widget.ask(QUESTION)
        answer = widget.answers(ANSWER)
        expect(answer).to_be_visible()
        window = widget.window.bounding_box()
        looks.append(
            (window, answer.evaluate(COLOUR), widget.window.evaluate(BACKGROUND), answer.evaluate("one => one.dir"))
        )
        assert answer.evaluate("one => getComputedStyle(one).fontSize") == "16px"
        assert answer.evaluate("one => getComputedStyle(one).direction") == "ltr"
    assert looks[0] == looks[1]


def test_a_site_can_take_the_widget_away(widget):
    expect(widget.launcher).to_be_visible()
    widget.element.evaluate("element => { element.hidden = true; }")
    expect(widget.launcher).to_be_hidden()


@pytest.mark.parametrize(
    ("theme", "of_the_page", "of_the_system", "background"),
    [
        ("auto", "", "dark", LIGHT),
        ("auto", "light dark", "dark", DARK),
        ("auto", "dark", "light", DARK),
        ("light", "light dark", "dark", LIGHT),
        ("dark", "", "light", DARK),
    ],
)
def test_the_window_is_as_dark_as_the_page_unless_told(pages, site, theme, of_the_page, of_the_system, background):
    page = pages(site.embed(theme=theme), color_scheme=of_the_system)
    page.evaluate(ADD_SHEET, f":root {{ color-scheme: {of_the_page or 'normal'} }}")
    widget = Widget(page)
    widget.open()
    assert widget.window.evaluate(BACKGROUND) == background


def test_escape_closes_the_window_wherever_the_focus_is(widget):
    widget.open()
    link = widget.page.get_by_role("link", name="Formations")
    link.focus()
    widget.page.keyboard.press("Escape")
    expect(widget.window).to_be_hidden()
    expect(link).to_be_focused()


def test_escape_is_the_pages_where_the_page_takes_it(widget):
    widget.open()
    widget.page.evaluate("document.body.addEventListener('keydown', (event) => event.preventDefault())")
    widget.page.get_by_role("link", name="Formations").focus()
    widget.page.keyboard.press("Escape")
    expect(widget.window).to_be_visible()


def test_the_window_makes_way_for_what_has_the_focus_behind_it(widget):
    widget.open()
    widget.page.evaluate(
        """() => {
            const behind = document.createElement("button");
            behind.style = "position: fixed; bottom: 200px; right: 200px";
            behind.textContent = "Derrière";
            document.body.append(behind);
        }"""
    )
    widget.page.get_by_role("link", name="Formations").focus()
    widget.page.wait_for_timeout(50)
    expect(widget.window).to_be_visible()
    widget.page.get_by_role("button", name="Derrière").focus()
    expect(widget.window).to_be_hidden()
    expect(widget.page.get_by_role("button", name="Derrière")).to_be_focused()


@pytest.mark.parametrize("swap", SWAPS.values(), ids=SWAPS)
def test_the_widget_stays_when_the_site_swaps_its_body(pages, site, swap):
    page = pages(site.embed())
    widget = Widget(page)
    widget.converse()
    widget.field.fill("et en Giron")
    for _ in range(2):
        page.evaluate(f"{swap}; Aiguilleur.open()")
        expect(widget.element).to_have_count(1)
        expect(widget.answers(ANSWER)).to_be_visible()
        expect(widget.field).to_have_value("et en Giron")
    page.evaluate("Aiguilleur.close()")
    page.evaluate(swap)
    expect(widget.launcher).to_be_visible()
    page.evaluate("Aiguilleur.open()")
    expect(widget.window).to_be_visible()
    assert page.console_lines == []


def test_a_policy_without_connect_src_is_named(pages, site):
    site.policy = site.policy.replace(f"connect-src {site.host}", "")
    page = pages("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/hubs/" in request.url else None)
    page.goto(site.embed())
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_timeout(1500)
    own = [line for line in page.console_lines if "Aiguilleur" in line]
    assert own == [f'error: Aiguilleur: this page\'s Content-Security-Policy lacks "connect-src {site.host}".']
    assert len(asked) <= 1, "it would be refused again"
    report = page.evaluate("Aiguilleur.check()")
    assert report["trouble"] == f'this page\'s Content-Security-Policy lacks "connect-src {site.host}"'


@pytest.mark.parametrize(("of_the_system", "button"), [("light", "rgb(0, 0, 145)"), ("dark", "rgb(133, 133, 246)")])
def test_the_window_looks_as_the_sites_of_the_french_state(pages, site, of_the_system, button):
    page = pages(site.embed(theme="dsfr"), color_scheme=of_the_system)
    page.evaluate(ADD_SHEET, ":root { color-scheme: light dark }")
    widget = Widget(page)
    expect(widget.launcher).to_have_css("background-color", button)
    widget.converse()
    expect(widget.window).to_have_css("border-radius", "0px")
    expect(widget.window).to_have_css("font-family", "Marianne, arial, sans-serif")
    assert violations(page, [Scheme(of_the_system, "none")]) == []


def test_the_theme_is_the_hubs_unless_the_line_names_one(pages, site):
    def of_the_state(route):
        response = route.fetch()
        route.fulfill(response=response, json={**response.json(), "theme": "dsfr"})

    page = pages("about:blank")
    page.route("**/hubs/*.json", of_the_state)
    page.goto(site.embed())
    expect(Widget(page).element).to_have_attribute("data-theme", "dsfr")
    expect(Widget(page).launcher).to_have_css("background-color", "rgb(0, 0, 145)")
    page.goto(site.embed(theme="auto"))
    expect(Widget(page).element).to_have_attribute("data-theme", "auto")
    expect(Widget(page).launcher).to_have_css("background-color", "rgb(107, 45, 92)")
