"""The widget enlarged to 400 %, on small screens, and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bot.channels.web.browser.widget import ANSWER, LAUNCHER, QUESTION, Widget
from tests.support.axe import violations

ENLARGED = pytest.mark.parametrize("height", [256, 200])
"""Pixels, where 1,280 × 1,024 or × 800 is enlarged to 400 %."""


@pytest.fixture
def small(pages, server, height):
    """The widget on a page of so few pixels."""
    return Widget(pages(f"{server.url}/demo", viewport={"width": 320, "height": height}))


@ENLARGED
def test_everything_of_the_window_can_be_reached_enlarged(small, height):
    small.converse()
    close = small.button("Fermer")
    for last in (small.button("Envoyer"), small.messages.first):
        last.scroll_into_view_if_needed()
        shown = last.bounding_box()
        assert shown["y"] < height
        # The way out stays where it is.
        box = close.bounding_box()
        assert 0 <= box["y"] < box["y"] + box["height"] <= height
    small.choose("English")
    assert violations(small.page) == []


@ENLARGED
def test_a_new_answer_comes_into_view_enlarged(small, height):
    small.open()
    small.ask(QUESTION)
    expect(small.answers(ANSWER)).to_be_in_viewport()
    head = small.button("Fermer").locator("xpath=..").bounding_box()
    small.page.wait_for_timeout(600)
    question = small.transcript.locator("li.mine").bounding_box()
    assert head["height"] - 1 <= question["y"] < height


@ENLARGED
@pytest.mark.usefixtures("height")
def test_the_launcher_is_small_and_can_be_taken_away_enlarged(small):
    expect(small.launcher).to_be_visible()
    box = small.launcher.bounding_box()
    assert box["height"] <= 48
    assert box["width"] <= 48
    away = small.button("Masquer ce bouton")
    expect(away).to_have_css("opacity", "1")
    size = away.bounding_box()
    assert min(size["width"], size["height"]) >= 24
    away.click()
    expect(small.launcher).to_be_hidden()
    small.page.reload()
    small.page.wait_for_function("window.Aiguilleur && document.querySelector('aiguilleur-assistant')")
    expect(small.launcher).to_be_hidden()
    small.page.evaluate("Aiguilleur.open()")
    expect(small.window).to_be_visible()


@pytest.mark.parametrize("size", [(1280, 720), (390, 844), (320, 256)], ids=lambda size: f"{size[0]}×{size[1]}")
def test_after_pas_utile_the_question_and_its_reasons_come_into_view(pages, server, size):
    page = pages(f"{server.url}/demo", viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    widget = Widget(page)
    widget.open()
    widget.ask("quel organisme pour les Landes ?")
    widget.button("Pas utile").click()
    expect(widget.transcript.get_by_text("Qu’est-ce qui n’allait pas")).to_be_in_viewport(ratio=1)
    expect(widget.button("La réponse est fausse")).to_be_in_viewport(ratio=1)
    if size[1] > 256:
        expect(widget.button("Autre chose")).to_be_in_viewport(ratio=1)
    widget.button("Ce n’est pas clair").click()
    expect(widget.button("Non merci")).to_be_in_viewport(ratio=1)


def test_the_window_is_measured_again_when_the_screen_grows_or_shrinks(pages, server):
    page = pages(f"{server.url}/demo", viewport={"width": 400, "height": 700})
    widget = Widget(page)
    widget.open()
    widget.field.fill("et en Gironde ?")
    assert widget.window.bounding_box()["width"] == 400
    page.set_viewport_size({"width": 1280, "height": 720})
    page.wait_for_function("innerWidth === 1280")
    expect(widget.field).to_be_focused()
    page.wait_for_timeout(100)
    assert widget.window.bounding_box()["width"] < 500
    expect(widget.field).to_have_value("et en Gironde ?")
    page.set_viewport_size({"width": 400, "height": 700})
    page.wait_for_timeout(100)
    assert widget.window.bounding_box() == {"x": 0, "y": 0, "width": 400, "height": 700}
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=LAUNCHER)).to_be_focused()


@pytest.mark.parametrize("width", [1000, 400])
def test_the_whole_conversation_is_printed_and_a_closed_window_is_not(pages, server, width):
    page = pages(f"{server.url}/demo", viewport={"width": width, "height": 700})
    widget = Widget(page)
    expect(widget.launcher).to_be_visible()
    page.emulate_media(media="print")
    expect(widget.launcher).to_be_hidden()
    expect(widget.window).to_be_hidden()
    page.emulate_media(media="screen")
    widget.open()
    for asked in ("quel organisme pour les Landes ?", QUESTION, "qui paie les modules ?"):
        widget.ask(asked)
    expect(widget.messages).to_have_count(7)
    expect(widget.awaited).to_have_count(0)
    page.emulate_media(media="print")
    transcript, window = (element.bounding_box() for element in (widget.transcript, widget.window))
    assert window["height"] >= transcript["height"] > 1000
    assert widget.transcript.evaluate("element => element.scrollHeight <= element.clientHeight + 1")
    expect(widget.answers(ANSWER).get_by_text("Hubikoop")).to_be_visible()
    for part in (widget.field, widget.button("Fermer"), widget.button("Pas utile").first):
        expect(part).to_be_hidden()


@pytest.mark.parametrize("size", [(1280, 720), (320, 568)], ids=["desk", "telephone"])
def test_nothing_is_cut_where_texts_are_spaced(pages, server, size):
    """As WCAG 1.4.12 spaces them."""
    page = pages(f"{server.url}/demo", viewport={"width": size[0], "height": size[1]})
    widget = Widget(page)
    widget.open()
    widget.ask("quel organisme pour les Landes ?")
    expect(widget.button("Utile")).to_be_visible()
    widget.element.evaluate(
        """element => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
                word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
            element.shadowRoot.adoptedStyleSheets.push(sheet);
        }"""
    )
    cut = widget.window.evaluate(
        """window => [...window.querySelectorAll("p, button, a, li, h2, h3, label, summary, time")]
            .filter((one) => one.checkVisibility() && !one.closest(".unseen"))
            .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
            .map((one) => one.outerHTML)"""
    )
    assert cut == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    widget.button("Envoyer").click(trial=True)
    widget.button("Fermer").click(trial=True)
