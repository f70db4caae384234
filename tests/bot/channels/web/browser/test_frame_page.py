"""A hub's window in a frame of its site, for tools that take no script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bot.channels.web.browser.widget import ANSWER, QUESTION, Widget
from tests.support.axe import violations


@pytest.fixture
def framing(site, server):
    """A site with a policy that allows the frame and nothing more of the assistant's."""
    site.policy = f"default-src 'none'; frame-src {server.url}"
    site.line = (
        f'<iframe src="{server.url}/fenetre/exemple?department=16" title="Assistant" '
        'allow="clipboard-write" width="100%" height="620"></iframe>'
    )
    return site


def test_the_window_answers_in_a_frame_of_the_hubs_site(pages, framing):
    page = pages(f"{framing.url}/page")
    widget = Widget(page.frame_locator("iframe"))
    widget.ask("quel organisme pour le titre complet ?")
    expect(widget.answers(ANSWER)).to_be_visible()
    window = widget.element.locator(".panel").evaluate("panel => [panel.clientHeight, innerHeight]")
    assert window[0] == window[1], "the window takes all of the frame"
    widget.menu.click()
    expect(widget.button("Copier la conversation")).to_be_visible()
    page.reload()
    expect(widget.answers(ANSWER)).to_be_visible()
    assert page.console_lines == []


def test_the_frame_says_what_to_do_without_javascript(pages, server):
    page = pages(f"{server.url}/fenetre/exemple", java_script_enabled=False)
    expect(page.get_by_role("link", name="Posez votre question")).to_be_visible()


def test_the_frames_page_alone_is_accessible_and_fits_a_small_screen(pages, server):
    page = pages(f"{server.url}/fenetre/exemple", viewport={"width": 320, "height": 256})
    widget = Widget(page)
    widget.ask(QUESTION)
    expect(widget.answers(ANSWER)).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.console_lines == []
