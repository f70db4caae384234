"""A hub embeds the widget in its own site, of another origin and with a strict policy."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import expect

from tests.bot.channels.web.browser.site import ADD_SHEET, SWAPS
from tests.bot.channels.web.browser.widget import ANSWER, QUESTION, Widget, stored
from tests.support.server import Server

LARGEST = 18_000
"""Bytes, compressed, of the widget with all that it loads; 20,000 are the most that it may ever be."""


def test_a_strict_policy_breaks_nothing_and_nothing_is_complained_of(pages, site):
    page = pages(site.embed())
    widget = Widget(page)
    expect(widget.launcher).to_be_visible()
    assert stored(page) == [0, 0, 0, 0], "nothing is kept before it is opened"
    widget.open()
    assert stored(page) == [1, 0, 0, 0]
    widget.ask(QUESTION)
    expect(widget.answers(ANSWER)).to_be_visible()
    # Its styles are there.
    assert widget.window.evaluate("window => getComputedStyle(window).borderRadius") == "12px"
    widget.button("Pas utile").click()
    widget.button("Ce n’est pas clair").click()
    widget.button("Non merci").click()
    widget.erase()
    expect(widget.status).to_contain_text("EFF-")
    assert page.console_lines == []
    assert stored(page) == [0, 0, 0, 0]


def test_widget_downloads_are_small(pages, site):
    page = pages("about:blank")
    loaded = []
    page.on("response", lambda response: loaded.append(response) if "/page" not in response.url else None)
    page.goto(site.embed())
    expect(Widget(page).launcher).to_be_visible()
    sizes = {response.url.rpartition("/")[2]: len(gzip.compress(response.body())) for response in loaded}
    assert sizes.keys() == {"widget.js", "exemple.json"}, "two trips, one after the other"
    assert sum(sizes.values()) <= LARGEST, sizes


def test_widget_stands_in_the_element_that_the_site_names_and_comes_back_with_it(pages, site):
    page = pages(site.embed(mode="inline", target="#ici"))
    widget = Widget(page)
    expect(page.locator("#ici aiguilleur-assistant")).to_be_visible()
    expect(widget.launcher).to_have_count(0)
    assert stored(page) == [0, 0, 0, 0]
    widget.ask(QUESTION)
    expect(widget.answers(ANSWER)).to_be_visible()
    page.reload()
    expect(widget.answers(ANSWER)).to_be_visible()
    page.evaluate(SWAPS["turbo"])
    expect(widget.element).to_have_count(0)
    page.evaluate("document.body.append(Object.assign(document.createElement('div'), { id: 'ici' }))")
    expect(page.locator("#ici aiguilleur-assistant")).to_be_visible()
    expect(widget.answers(ANSWER)).to_be_visible()
    assert page.console_lines == []


@pytest.mark.parametrize(
    ("hub", "options", "warning"),
    [
        ("hub-inconnu", {}, 'there is no hub "hub-inconnu"'),
        ("bretagne", {}, 'the hub "bretagne" does not name the origin http://localhost:'),
        ("exemple", {"mode": "inline", "target": "#ailleurs"}, 'nothing matches "#ailleurs"'),
        ("exemple", {"mode": "inline", "target": "#2024"}, 'nothing matches "#2024"'),
        ("exemple", {"theme": "noir"}, '"noir" is none of auto, light, dark, dsfr (data-theme)'),
        ("exemple", {"colour": "red;}"}, '"red;}" is no colour'),
        ("exemple", {"department": "Landes"}, '"Landes" is no department'),
    ],
)
def test_what_is_wrong_in_a_line_is_told_on_the_console_and_the_widget_comes_without(
    pages, site, hub, options, warning
):
    page = pages(site.embed(hub, **options))
    expect(Widget(page).element).to_have_attribute("data-position", "right")
    assert [warning in line for line in page.console_lines if "Aiguilleur" in line] == [True]


@pytest.mark.parametrize(("colour", "text"), [("#ffdd00", "rgb(0, 0, 0)"), ("#123456", "rgb(255, 255, 255)")])
def test_any_colour_of_the_site_can_be_read(pages, site, colour, text):
    widget = Widget(pages(site.embed(colour=colour)))
    expect(widget.launcher).to_have_css("color", text)


def test_the_site_names_the_department_the_button_and_a_first_question_which_is_not_sent_by_itself(pages, site):
    asked = "quel organisme pour le titre complet ?"
    page = pages(site.embed(department="16", launcher="Besoin d’aide ?", question=asked))
    page.get_by_role("button", name="Besoin d’aide ?").click()
    widget = Widget(page)
    expect(widget.transcript.locator("li.mine")).to_have_count(0)
    widget.button(asked).click()
    expect(widget.answers(ANSWER)).to_be_visible()


def test_the_site_styles_the_parts_that_are_its_own_to_style(pages, site):
    page = pages(site.embed())
    own = "aiguilleur-assistant { --aiguilleur-radius: 3px; --aiguilleur-bottom: 90px }"
    page.evaluate(ADD_SHEET, f"{own} aiguilleur-assistant::part(launcher) {{ border-radius: 0 }}")
    widget = Widget(page)
    expect(widget.launcher).to_have_css("border-radius", "0px")
    box = widget.launcher.bounding_box()
    assert round(720 - box["y"] - box["height"]) == 90
    widget.open()
    expect(widget.window).to_have_css("border-radius", "3px")
    assert widget.window.bounding_box()["y"] >= 0


def test_the_language_is_the_next_pages_unless_the_adviser_chose_one(pages, site):
    page = pages(site.embed(language="fr"))
    widget = Widget(page)
    widget.open()
    page.goto(site.embed(language="en"))
    expect(widget.element).to_have_attribute("lang", "en")
    widget.choose("Français")
    page.reload()
    expect(widget.element).to_have_attribute("lang", "fr")


def test_site_drives_the_widget_and_gets_events_without_texts(pages, site):
    page = pages(site.embed())
    page.evaluate(
        """() => {
            window.heard = [];
            for (const name of ["ready", "open", "close", "message", "answer", "erase", "error"])
                Aiguilleur.on(name, (event) => heard.push([name, event.detail]));
            Aiguilleur.open();
        }"""
    )
    widget = Widget(page)
    expect(widget.window).to_be_visible()
    page.evaluate("Aiguilleur.toggle()")
    expect(widget.window).to_be_hidden()
    page.evaluate("question => Aiguilleur.ask(question)", QUESTION)
    expect(widget.answers(ANSWER)).to_be_visible()
    page.evaluate("Aiguilleur.erase()")
    expect(widget.status).to_contain_text("EFF-")
    page.evaluate("Aiguilleur.close()")
    names, details = zip(*page.evaluate("heard"), strict=True)
    happened = [name for name in names if name != "ready"]
    assert happened == ["open", "close", "open", "message", "answer", "erase", "close"]
    assert set(details) == {None}


def test_without_javascript_the_pages_lead_to_the_form(pages, server: Server):
    page = pages(server.url, java_script_enabled=False)
    page.get_by_role("link", name="Posez votre question sur la page sans JavaScript").click()
    page.get_by_role("textbox").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_text(ANSWER)).to_be_visible()
