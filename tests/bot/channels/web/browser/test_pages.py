"""The pages for people, in a browser: what they offer, and how one goes about in them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.bot.channels.web.browser.widget import ANSWER, QUESTION
from tests.support.axe import violations


def test_back_shows_the_answers_of_before(pages, server):
    page = pages(f"{server.url}/poser", java_script_enabled=False)
    for asked, answer in ((QUESTION, ANSWER), ("et en Gironde ?", "Pour le titre complet en Gironde")):
        page.get_by_role("textbox").fill(asked)
        page.keyboard.press("Enter")
        expect(page.get_by_text(answer)).to_be_visible()
    page.go_back()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    page.go_back()
    expect(page.get_by_text("La réponse")).to_have_count(0)
    page.go_forward()
    expect(page.get_by_text(ANSWER)).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/demo", "/verifier"])
def test_the_first_tab_leads_to_the_content(pages, server, path):
    page = pages(server.url + path)
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Aller au contenu")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_a_line_is_offered_only_where_it_can_work(pages, server):
    page = pages(server.url)
    offered = set(page.locator("#hub option").evaluate_all("all => all.map(option => option.value)"))
    assert {"nouvelle-aquitaine", "neutre"} <= offered
    assert not {"corse", "guyane", "exemple"} & offered
    assert page.locator("pre[aria-labelledby], pre[tabindex]").count() == 0, "they do not scroll"


def test_a_webmaster_chooses_the_line_and_sees_the_window(pages, server):
    page = pages(server.url)
    page.get_by_label("Votre hub", exact=True).select_option("Nouvelle-Aquitaine")
    page.get_by_label("Le thème").select_option("sombre")
    page.get_by_label("La place").select_option("à gauche")
    page.get_by_label("Une couleur à vous").check()
    page.get_by_label("La couleur").fill("#0a5c8f")
    page.get_by_role("button", name="Faire la ligne").click()
    attributes = 'data-hub="nouvelle-aquitaine" data-theme="dark" data-position="left" data-colour="#0a5c8f"'
    expect(page.locator(".lines code")).to_have_text(
        f'<script src="{server.url}/widget.js" {attributes} defer></script>'
    )
    expect(page.get_by_label("Le thème")).to_have_value("dark")
    assert violations(page) == []
    page.get_by_role("link", name="Voir le résultat").click()
    window = page.locator("aiguilleur-assistant")
    expect(window).to_have_attribute("data-theme", "dark")
    expect(window).to_have_attribute("data-position", "left")
    page.get_by_role("button", name="Une question sur votre formation").click()
    expect(page.get_by_role("heading", name="Nouvelle-Aquitaine")).to_be_visible()


@pytest.mark.parametrize(
    "asked", ['?hub="><script>alert(1)</script>', "?theme=red&position=x&language=de&colour=red&own_colour=oui"]
)
def test_what_is_no_value_of_the_line_is_left_out(pages, server, asked):
    page = pages(f"{server.url}/{asked}")
    expect(page.locator(".lines code")).to_have_text(
        f'<script src="{server.url}/widget.js" data-hub="neutre" defer></script>'
    )
    assert page.console_lines == []


def test_a_webmaster_checks_a_site_and_copies_what_it_needs(pages, server):
    page = pages(server.url, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Vérifier un site").click()
    assert violations(page) == []
    page.get_by_label("L’adresse de votre site").fill("hub-bretagne.net")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Oui : ce site peut parler pour Hub Bretagne.")).to_be_visible()
    expect(page).to_have_title(re.compile("^https://hub-bretagne.net : "))
    assert violations(page) == []
    page.get_by_role("listitem").filter(has_text="CSP").get_by_role("button", name="Copier").click()
    assert page.evaluate("navigator.clipboard.readText()") == f"script-src {server.url}; connect-src {server.url}"
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.console_lines == []


@pytest.mark.parametrize("site", ["https://anyone.exemple.org", "http://hub-bretagne.net", "bonjour"])
def test_axe_finds_nothing_where_a_site_is_not_permitted(pages, server, site):
    page = pages(f"{server.url}/verifier?site={site}&version=0123456789abcdef")
    assert violations(page) == []
