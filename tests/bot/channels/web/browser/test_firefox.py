"""The widget in Firefox, on a site with a strict policy: what differs from engine to engine; all else in Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bot.channels.web.browser.site import ADD_SHEET, HOSTILE_SHEETS, Site
from tests.bot.channels.web.browser.widget import ANSWER, QUESTION
from tests.support.firefox import Firefox, FirefoxPage, firefox

pytestmark = pytest.mark.xdist_group("firefox")
"""With a server of its own, beside the tests in Chromium."""

TOOLS = """() => {
    window.root = () => document.querySelector("aiguilleur-assistant")?.shadowRoot;
    window.find = (selector) => root()?.querySelector(selector);
    window.shown = (one) => one?.checkVisibility() && one.getBoundingClientRect().height > 0;
    window.answered = (text) => [...root().querySelectorAll(".transcript li:not(.mine)")]
        .find((one) => one.textContent.includes(text) && !one.querySelector(".awaited"));
    return true;
}"""

LOOK = """() => {
    const { color, backgroundColor, direction, fontSize } = getComputedStyle(find(".panel"));
    return JSON.stringify([find(".panel").getBoundingClientRect(), color, backgroundColor, direction, fontSize]);
}"""


@pytest.fixture(scope="module")
def running() -> Iterator[Firefox]:
    with firefox() as browser:
        yield browser


def arrive(page: FirefoxPage) -> None:
    """Wait until the widget is there, on a page that was loaded just now."""
    page.evaluate(TOOLS)
    page.wait_for("() => Boolean(find('.panel'))")


@pytest.mark.parametrize("theme", ["light", "dark", "dsfr"])
def test_an_adviser_talks_by_keys_whatever_the_page_does_and_axe_finds_nothing(running, site: Site, theme):
    page = running.open(site.embed(theme=theme))
    page.evaluate(ADD_SHEET, ":root { color-scheme: light dark }")
    arrive(page)
    assert page.violations() == []
    page.evaluate("() => find('.launcher').focus()")
    page.press("Enter")
    page.wait_for("() => root().activeElement === find('textarea')")
    page.press(*QUESTION, "Enter")
    page.wait_for("(text) => shown(answered(text))", ANSWER)
    page.evaluate("() => find('.menu summary').click()")
    assert page.violations() == []
    looks = page.evaluate(LOOK)
    for sheet in HOSTILE_SHEETS:
        page.evaluate(ADD_SHEET, sheet)
    assert page.evaluate(LOOK) == looks
    page.evaluate("() => find('textarea').focus()")
    page.press(*"et en Giron")
    page.reload()
    arrive(page)
    page.wait_for("(text) => shown(answered(text))", ANSWER)
    assert page.evaluate("() => find('textarea').value") == "et en Giron"
    page.press("Escape")
    page.wait_for("() => !shown(find('.panel'))")
    assert running.console_lines == []
    page.close()
