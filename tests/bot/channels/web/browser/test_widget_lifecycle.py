"""A site's scripts take the widget away and bring it back, ask before it is there, and measure what it is asked."""

from __future__ import annotations

import re

import httpx
from playwright.sync_api import expect

from tests.bot.channels.web.browser.site import SWAPS
from tests.bot.channels.web.browser.widget import ANSWER, LAUNCHER, QUESTION, Widget, stored
from tests.support.server import ROOT


def recipe(beginning: str) -> str:
    """A recipe of docs/integrer.md, by how it begins."""
    text = (ROOT / "docs" / "integrer.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.MULTILINE)
    (found,) = (block for block in blocks if block.strip().startswith(beginning))
    return re.sub(r"^    ", "", found, flags=re.MULTILINE)


def test_the_widget_goes_and_comes_back_with_its_conversation(pages, site):
    page = pages(site.embed())
    widget = Widget(page)
    widget.converse()
    for _ in range(3):
        page.evaluate("Aiguilleur.destroy()")
        expect(widget.element).to_have_count(0)
        page.evaluate("Aiguilleur.open()")
        page.evaluate("Aiguilleur.mount().then((api) => api === Aiguilleur)")
        expect(widget.element).to_have_count(1)
        expect(widget.answers(ANSWER)).to_be_visible()
    widget.ask("et en Gironde ?")
    expect(widget.answers("Pour le titre complet en Gironde")).to_be_visible()
    page.evaluate("Aiguilleur.destroy()")
    page.evaluate(SWAPS["turbo"])
    page.wait_for_timeout(100)
    expect(widget.element).to_have_count(0)
    assert page.console_lines == []


def test_a_message_whose_reply_was_awaited_is_answered_once_the_widget_is_back(pages, site):
    page = pages(site.embed())
    widget = Widget(page)
    widget.open()
    held = []
    page.route("**/api/messages", lambda route: held.append(route))
    widget.ask(QUESTION)
    expect(widget.awaited).to_be_visible()
    page.wait_for_timeout(100)
    page.evaluate("Aiguilleur.destroy()")
    held[0].continue_()
    page.unroute("**/api/messages")
    page.wait_for_timeout(300)
    page.evaluate("Aiguilleur.mount()")
    expect(widget.answers(ANSWER)).to_be_visible()
    expect(widget.messages).to_have_count(3)
    assert page.console_lines == []


def test_what_is_erased_just_before_it_goes_does_not_come_back(pages, site):
    page = pages(site.embed())
    widget = Widget(page)
    widget.converse()
    with page.expect_response("**/api/conversation"):
        page.evaluate("Aiguilleur.erase(); Aiguilleur.destroy()")
    page.wait_for_function("sessionStorage.length === 0")
    assert stored(page) == [0, 0, 0, 0]
    page.evaluate("Aiguilleur.mount()")
    widget.open()
    expect(widget.messages).to_have_count(1)


def test_a_line_that_says_later_shows_nothing_until_it_is_told_to(pages, site):
    page = pages("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/hubs/" in request.url else None)
    page.goto(site.embed(mount="later"))
    page.evaluate("Aiguilleur.open()")
    page.wait_for_timeout(200)
    expect(Widget(page).element).to_have_count(0)
    assert asked == []
    page.evaluate("Aiguilleur.mount()")
    expect(Widget(page).launcher).to_be_visible()


def test_what_a_page_asks_before_the_file_is_there_is_done_in_its_order(pages, site):
    page = pages("about:blank")
    page.add_init_script(
        recipe("window.AiguilleurCalls")
        + 'window.heard = []; AiguilleurCalls.push(["on", "ready", () => heard.push(1)]);'
    )
    page.goto(site.embed())
    widget = Widget(page)
    expect(widget.answers("un module par année civile")).to_be_visible()
    assert page.evaluate("heard") == [1]
    page.evaluate("AiguilleurCalls.push(['close'])")
    expect(widget.window).to_be_hidden()
    page.evaluate("AiguilleurCalls.push(['ouvrir'])")
    assert page.console_lines == ['warning: Aiguilleur: there is no "ouvrir" to call.']


def test_the_documented_matomo_recipe_counts_questions_by_name_and_no_text(pages, site):
    page = pages("about:blank")
    page.add_init_script("window._paq = []")
    page.add_init_script(recipe("window._paq"))
    page.goto(site.embed(events="questions"))
    widget = Widget(page)
    widget.converse()
    widget.ask("quelle heure est-il à Tokyo ?")
    expect(widget.messages).to_have_count(5)
    expect(widget.awaited).to_have_count(0)
    sent = page.evaluate("_paq")
    assert sent[:2] == [["trackEvent", "Aiguilleur", "open"], ["trackEvent", "Aiguilleur", "answer", "organisme"]]
    assert [len(call) for call in sent[2:]] == [4]
    assert all(call[0] == "trackEvent" and call[1] == "Aiguilleur" for call in sent)
    assert QUESTION not in str(sent)
    assert "Tokyo" not in str(sent)


def test_a_webmaster_asks_in_the_console_what_the_page_has(pages, site, server):
    version = httpx.get(f"{server.url}/hubs/exemple.json").json()["version"]
    page = pages(site.embed())
    expect(page.get_by_role("button", name=LAUNCHER)).to_be_visible()
    address = f"{server.url}/verifier?site={site.url.replace(':', '%3A').replace('/', '%2F')}"
    found = {"origin": site.url, "hub": "exemple", "shown": "exemple", "verify": address}
    assert page.evaluate("Aiguilleur.check()") == {
        **found, "known": True, "allowed": True, "version": version, "latest": version,
    }  # fmt: skip
    page = pages(site.embed("bretagne"))
    Widget(page).converse()
    report = page.evaluate("Aiguilleur.check()")
    assert (report["hub"], report["shown"], report["allowed"]) == ("bretagne", "neutre", False)
    assert any(f"see {address}" in line for line in page.console_lines)
