"""What host pages, screens, keys and a bad line do to the widget, in Firefox; in Chromium by the other files."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.bot.channels.web.browser.site import ADD_SHEET, HOSTILE_SHEETS, SWAPS, Site
from tests.bot.channels.web.browser.widget import ANSWER, QUESTION
from tests.support.firefox import Firefox, FirefoxPage, firefox
from tests.support.server import Server

pytestmark = pytest.mark.xdist_group("firefox")
"""With a server of its own, beside the tests in Chromium."""

TOOLS = """() => {
    window.root = () => document.querySelector("aiguilleur-assistant")?.shadowRoot;
    window.find = (selector) => root()?.querySelector(selector);
    window.shown = (one) => one?.checkVisibility() && one.getBoundingClientRect().height > 0;
    window.ask = (text) => {
        find("textarea").value = text;
        find("textarea").dispatchEvent(new Event("input", { bubbles: true }));
        find("form").requestSubmit();
    };
    window.answered = (text) => [...root().querySelectorAll(".transcript li:not(.mine)")]
        .find((one) => one.textContent.includes(text) && !one.querySelector(".awaited"));
    return true;
}"""


class WindowInFirefox:
    """The widget on a page: it is driven by scripts and keys, and looked at."""

    def __init__(self, page: FirefoxPage) -> None:
        self.page = page
        self.arrive()

    def arrive(self) -> None:
        """Wait until the widget is there, on a page that was loaded just now."""
        self.page.evaluate(TOOLS)
        self.page.wait_for("() => Boolean(find('.panel'))")

    def open(self) -> None:
        self.page.evaluate("() => Aiguilleur.open()")
        self.page.wait_for("() => shown(find('.panel'))")

    def ask(self, text: str, answer: str) -> None:
        self.page.evaluate("(text) => ask(text)", text)
        self.page.wait_for("(text) => shown(answered(text))", answer)

    def style(self, sheet: str) -> None:
        self.page.evaluate(ADD_SHEET, sheet)

    def look(self, selector: str, *properties: str) -> list[str]:
        return self.page.evaluate(
            "(selector, names) => names.map((name) => getComputedStyle(find(selector))[name])", selector, properties
        )


@pytest.fixture(scope="module")
def running() -> Iterator[Firefox]:
    with firefox() as browser:
        yield browser


@pytest.fixture
def opened(running: Firefox) -> Iterator:
    """Opens pages; they are closed after the test."""
    pages: list[FirefoxPage] = []

    def page(address: str) -> FirefoxPage:
        pages.append(running.open(address))
        return pages[-1]

    yield page
    for page_before in pages:
        page_before.close()


@pytest.fixture
def embedded(opened, site: Site):
    """The widget on the site's page, by options of the line."""

    def window(**options: str) -> WindowInFirefox:
        return WindowInFirefox(opened(site.embed(**options)))

    return window


@pytest.mark.parametrize("theme", ["light", "dark", "dsfr"])
def test_axe_finds_nothing_in_any_theme(embedded, theme):
    window = embedded(theme=theme)
    window.style(":root { color-scheme: light dark }")
    assert window.page.violations() == []
    window.open()
    window.ask("quel organisme pour les Landes ?", "Le titre REMN complet")
    window.page.evaluate("() => find('.menu summary').click()")
    assert window.page.violations() == []


@pytest.mark.parametrize("sheet", HOSTILE_SHEETS)
def test_no_style_of_the_page_gets_in(embedded, sheet):
    looks = []
    for added in ("", sheet):
        window = embedded(theme="dark")
        window.style(added)
        window.open()
        window.ask(QUESTION, ANSWER)
        place = window.page.evaluate("() => JSON.stringify(find('.panel').getBoundingClientRect())")
        looks.append([place, *window.look(".panel", "color", "backgroundColor", "direction", "fontSize")])
    assert looks[0] == looks[1]
    assert looks[0][1:] == ["rgb(238, 241, 246)", "rgb(23, 27, 35)", "ltr", "16px"]


def test_a_draft_and_the_conversation_survive_a_reload(embedded):
    window = embedded()
    window.open()
    window.ask(QUESTION, ANSWER)
    window.page.evaluate(
        "() => { find('textarea').value = 'et en Giron'; find('textarea').dispatchEvent(new Event('input')); }"
    )
    window.page.reload()
    window.arrive()
    window.page.wait_for("(text) => shown(answered(text))", ANSWER)
    assert window.page.evaluate("() => find('textarea').value") == "et en Giron"


def test_keys_open_ask_and_close_wherever_the_focus_is(embedded):
    window = embedded()
    window.page.evaluate("() => find('.launcher').focus()")
    window.page.press("Enter")
    window.page.wait_for("() => root().activeElement === find('textarea')")
    window.page.press(*"bonjour", "Enter")
    window.page.wait_for("() => root().querySelectorAll('.transcript li.mine').length === 1")
    window.page.press("Escape")
    window.page.wait_for("() => root().activeElement === find('.launcher')")
    window.open()
    window.page.evaluate(
        "() => { const link = document.createElement('a'); link.href = '#'; link.textContent = 'x';"
        "document.querySelector('main').append(link); link.focus(); }"
    )
    window.page.press("Escape")
    window.page.wait_for("() => !shown(find('.panel'))")


@pytest.mark.parametrize("swap", SWAPS.values(), ids=SWAPS)
def test_the_widget_stays_when_the_site_swaps_its_body(embedded, running, swap):
    window = embedded()
    window.open()
    window.ask(QUESTION, ANSWER)
    window.page.evaluate(f"() => {{ {swap}; Aiguilleur.open(); }}")
    window.page.wait_for("(text) => shown(find('.panel')) && shown(answered(text))", ANSWER)
    assert window.page.evaluate("() => document.querySelectorAll('aiguilleur-assistant').length") == 1
    assert running.console_lines == []


def test_a_digest_covers_all_that_runs(opened, site: Site, server: Server):
    page = httpx.get(f"{server.url}/verifier?site=exemple.fr").text
    attributes = re.findall(r'src="[^"]+" integrity="[^"]+" crossorigin="anonymous"', page.replace("&#34;", '"'))[0]
    site.line = f'<script {attributes} data-hub="exemple" defer></script>'
    WindowInFirefox(opened(f"{site.url}/page"))
    site.line = site.line.replace("sha384-", "sha384-A")
    refused = opened(f"{site.url}/page")
    assert refused.evaluate("() => typeof Aiguilleur") == "undefined"


def test_back_shows_the_answer_of_before(opened, server: Server):
    page = opened(f"{server.url}/poser")
    for text, answer in ((QUESTION, ANSWER), ("et en Gironde ?", "Pour le titre complet en Gironde")):
        page.evaluate(
            "(text) => { document.querySelector('#message').value = text; document.forms[0].requestSubmit(); }", text
        )
        page.wait_for("(answer) => document.body?.textContent.includes(answer)", answer)
    page.back()
    page.wait_for("(answer) => document.body?.textContent.includes(answer)", ANSWER)
