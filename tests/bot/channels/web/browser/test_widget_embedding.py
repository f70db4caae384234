"""A hub embeds the widget in its own site, of another origin and with a strict policy."""

from __future__ import annotations

import gzip

import httpx
import pytest
from playwright.sync_api import expect

from tests.bot.channels.web.browser.widget import ANSWER, QUESTION, Widget, stored
from tests.support.server import Server

LARGEST = 18_000
"""Bytes, compressed, of the widget with all that it loads; 20,000 are the most that it may ever be."""


def test_a_strict_policy_breaks_nothing_and_nothing_is_complained_of(pages, site):
    page = pages(site.embed())
    widget = Widget(page)
    widget.open()
    widget.ask(QUESTION)
    expect(widget.answers(ANSWER)).to_be_visible()
    # Its styles are there.
    assert widget.window.evaluate("window => getComputedStyle(window).borderRadius") == "12px"
    widget.button("Pas utile").click()
    widget.button("Ce n’est pas clair").click()
    widget.button("Non merci").click()
    widget.choose("Effacer la conversation")
    widget.button("Oui, effacer").click()
    expect(widget.status).to_contain_text("EFF-")
    assert page.console_lines == []
    assert stored(page) == [0, 0, 0, 0]


def test_nothing_is_kept_before_the_window_is_opened(pages, site):
    page = pages(site.embed())
    widget = Widget(page)
    expect(widget.launcher).to_be_visible()
    assert stored(page) == [0, 0, 0, 0]
    widget.open()
    assert stored(page) == [1, 0, 0, 0]


def test_widget_requests_no_foreign_host(pages, site, server):
    page = pages("about:blank")
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(site.embed())
    widget = Widget(page)
    widget.open()
    widget.ask(QUESTION)
    expect(widget.answers(ANSWER)).to_be_visible()
    assert hosts == {site.url.removeprefix("http://"), server.url.removeprefix("http://")}


def test_widget_downloads_are_small(pages, site):
    page = pages("about:blank")
    loaded = []
    page.on("response", lambda response: loaded.append(response) if "/page" not in response.url else None)
    page.goto(site.embed())
    expect(Widget(page).launcher).to_be_visible()
    sizes = {response.url.rpartition("/")[2]: len(gzip.compress(response.body())) for response in loaded}
    assert sizes.keys() == {"widget.js", "exemple.json"}, "two trips, one after the other"
    assert sum(sizes.values()) <= LARGEST, sizes


def test_a_version_can_be_pinned(pages, site, server):
    version = httpx.get(f"{server.url}/hubs/exemple.json").json()["version"]
    site.line = f'<script src="{server.url}/widget/{version}/widget.js" data-hub="exemple" defer></script>'
    widget = Widget(pages(f"{site.url}/page"))
    widget.open()
    widget.ask(QUESTION)
    expect(widget.answers(ANSWER)).to_be_visible()


def test_unknown_hub_warns_on_the_console_and_the_widget_is_neutral(pages, site):
    page = pages(site.embed("hub-inconnu"))
    widget = Widget(page)
    widget.open()
    widget.ask(QUESTION)
    expect(widget.answers(ANSWER)).to_be_visible()
    assert any('there is no hub "hub-inconnu"' in line for line in page.console_lines)


def test_site_foreign_to_its_hub_warns_on_the_console(pages, site):
    page = pages(site.embed("bretagne"))
    widget = Widget(page)
    widget.open()
    widget.ask(QUESTION)
    expect(widget.answers(ANSWER)).to_be_visible()
    assert any(f'the hub "bretagne" does not name the origin {site.url}' in line for line in page.console_lines)


def test_widget_stands_in_the_element_that_the_site_names(pages, site):
    page = pages(site.embed(mode="inline", target="#ici"))
    widget = Widget(page)
    expect(page.locator("#ici aiguilleur-assistant")).to_be_visible()
    expect(widget.launcher).to_have_count(0)
    assert stored(page) == [0, 0, 0, 0]
    widget.ask(QUESTION)
    expect(widget.answers(ANSWER)).to_be_visible()
    page.reload()
    expect(widget.answers(ANSWER)).to_be_visible()


@pytest.mark.parametrize("target", ["#ailleurs", "#2024"], ids=["nothing there", "no selector"])
def test_unusable_target_warns_on_the_console(pages, site, target):
    page = pages(site.embed(mode="inline", target=target))
    expect(page.locator("body > aiguilleur-assistant")).to_be_visible()
    assert [line for line in page.console_lines if f'nothing matches "{target}"' in line] == page.console_lines


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("mode", "popup", "bubble, inline"),
        ("position", "top", "right, left"),
        ("language", "de", "auto, fr, en"),
        ("theme", "noir", "auto, light, dark, dsfr"),
    ],
)
def test_unknown_value_of_an_option_warns_on_the_console_and_is_ignored(pages, site, option, value, allowed):
    page = pages(site.embed(**{option: value}))
    widget = Widget(page)
    expect(widget.launcher).to_be_visible()
    assert widget.launcher.bounding_box()["x"] > 500
    assert page.console_lines == [f'warning: Aiguilleur: "{value}" is none of {allowed} (data-{option}).']


def test_a_button_of_the_site_that_asks_nothing_opens_the_window_even_before_it_is_ready(pages, site):
    page = pages("about:blank")
    held = []
    page.route("**/hubs/*.json", lambda route: held.append(route))
    page.goto(site.embed())
    page.evaluate(
        """() => {
            document.querySelector("h1").addEventListener("click", Aiguilleur.ask);
            document.querySelector("h1").click();
        }"""
    )
    held[0].continue_()
    widget = Widget(page)
    expect(widget.window).to_be_visible()
    expect(widget.transcript.locator("li.mine")).to_have_count(0)
    assert page.console_lines == []


@pytest.mark.parametrize(("colour", "text"), [("#ffdd00", "rgb(0, 0, 0)"), ("#123456", "rgb(255, 255, 255)")])
def test_any_colour_of_the_site_can_be_read(pages, site, colour, text):
    widget = Widget(pages(site.embed(colour=colour)))
    expect(widget.launcher).to_have_css("color", text)


def test_invalid_colour_warns_on_the_console(pages, site):
    page = pages(site.embed(colour="red;}"))
    expect(Widget(page).launcher).to_be_visible()
    assert any('"red;}" is no colour' in line for line in page.console_lines)


def test_invalid_department_warns_on_the_console(pages, site):
    page = pages(site.embed(department="Landes"))
    expect(Widget(page).launcher).to_be_visible()
    assert any('"Landes" is no department' in line for line in page.console_lines)


def test_the_site_names_the_department_and_the_button(pages, site):
    page = pages(site.embed(department="16", launcher="Besoin d’aide ?"))
    page.get_by_role("button", name="Besoin d’aide ?").click()
    widget = Widget(page)
    widget.ask("quel organisme pour le titre complet ?")
    expect(widget.answers(ANSWER)).to_be_visible()


def test_the_site_styles_the_parts_that_are_its_own_to_style(pages, site):
    page = pages(site.embed())
    page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`aiguilleur-assistant { --aiguilleur-radius: 3px; --aiguilleur-bottom: 90px }
                aiguilleur-assistant::part(launcher) { border-radius: 0 }`);
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    widget = Widget(page)
    expect(widget.launcher).to_have_css("border-radius", "0px")
    box = widget.launcher.bounding_box()
    assert round(720 - box["y"] - box["height"]) == 90
    widget.open()
    expect(widget.window).to_have_css("border-radius", "3px")
    assert widget.window.bounding_box()["y"] >= 0


def test_widget_stands_on_the_left_on_request(pages, site):
    widget = Widget(pages(site.embed(position="left")))
    expect(widget.launcher).to_be_visible()
    assert widget.launcher.bounding_box()["x"] < 100


@pytest.mark.parametrize(("language", "name"), [("en", "A question about your training?"), ("auto", "Une question")])
def test_widget_language_is_the_option_or_else_the_page(pages, site, language, name):
    page = pages(site.embed(language=language))
    expect(page.get_by_role("button", name=name)).to_be_visible()


def test_the_language_is_the_next_pages_unless_the_adviser_chose_one(pages, site):
    page = pages(site.embed(language="fr"))
    widget = Widget(page)
    widget.open()
    page.goto(site.embed(language="en"))
    expect(widget.element).to_have_attribute("lang", "en")
    widget.choose("Français")
    page.reload()
    expect(widget.element).to_have_attribute("lang", "fr")


def test_a_start_question_is_offered_and_not_sent_by_itself(pages, site):
    widget = Widget(pages(site.embed(question=QUESTION)))
    widget.open()
    expect(widget.transcript.locator("li.mine")).to_have_count(0)
    widget.button(QUESTION).click()
    expect(widget.answers(ANSWER)).to_be_visible()


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


def test_the_page_gives_the_line_of_a_hub_to_copy(pages, server: Server):
    page = pages(f"{server.url}/?hub=nouvelle-aquitaine", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copier").click()
    line = f'<script src="{server.url}/widget.js" data-hub="nouvelle-aquitaine" defer></script>'
    assert page.evaluate("navigator.clipboard.readText()") == line


def test_a_button_of_the_demonstration_asks_the_assistant(widget):
    widget.page.get_by_role("button", name="Qui paie ma formation ?").click()
    expect(widget.window).to_be_visible()
    expect(widget.messages).to_have_count(3)


def test_without_javascript_the_pages_lead_to_the_form(pages, server: Server):
    page = pages(server.url, java_script_enabled=False)
    page.get_by_role("link", name="Posez votre question sur la page sans JavaScript").click()
    page.get_by_role("textbox").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_text(ANSWER)).to_be_visible()
