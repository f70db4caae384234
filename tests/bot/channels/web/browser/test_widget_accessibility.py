"""Everybody can use the widget and the pages: by keyboard, by ear, enlarged, in dark and in forced colours."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.bot.channels.web.browser.widget import ANSWER, LAUNCHER, QUESTION, Widget, stored
from tests.support.axe import violations
from tests.support.server import until

LISTEN = """region => {
    window.announced = [];
    new MutationObserver((changes) => {
        for (const { addedNodes } of changes) for (const node of addedNodes) announced.push(node.textContent);
    }).observe(region, { childList: true, subtree: true });
}"""
"""Puts down what a live region says from now on, as `announced`."""


def test_axe_finds_nothing_on_the_widget(widget):
    page = widget.page
    expect(widget.launcher).to_be_visible()
    assert violations(page) == []
    widget.open()
    widget.ask(QUESTION)
    widget.answers(ANSWER).get_by_text("Sources", exact=True).click()
    widget.button("Pas utile").click()
    widget.button("Ce n’est pas clair").click()
    page.context.set_offline(True)
    widget.ask("et en Gironde ?")
    expect(widget.answers("hors ligne")).to_be_visible()
    widget.choose("Effacer la conversation")
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/", "/poser", "/poser?langue=en"])
def test_axe_finds_nothing_on_the_pages(pages, server, path):
    page = pages(server.url + path)
    field = page.get_by_label(re.compile("Votre question|Your question"))
    expect(field).to_be_visible()
    assert violations(page) == []
    field.fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_text(ANSWER).last).to_be_visible()
    assert violations(page) == []


def test_a_conversation_by_keyboard_alone(widget):
    page = widget.page
    expect(widget.launcher).to_be_visible()
    widget.launcher.focus()
    page.keyboard.press("Enter")
    expect(widget.field).to_be_focused()
    # Back to the greeting's choices.
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert widget.focused() == "Qui paie la formation"
    page.keyboard.press("Enter")
    expect(widget.messages).to_have_count(3)
    expect(widget.messages.last.get_by_role("button", name="Utile", exact=True)).to_be_visible()
    # The choice has kept the focus, and pressing it again does nothing.
    assert widget.focused() == "Qui paie la formation (choisi)"
    page.keyboard.press("Enter")
    expect(widget.messages).to_have_count(3)
    while "Pas utile" not in widget.focused():
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(widget.button("La réponse est fausse")).to_be_visible()
    assert "Pas utile" in widget.focused()
    page.keyboard.press("Tab")
    assert widget.focused() == "La réponse est fausse"
    page.keyboard.press("Escape")
    expect(widget.window).to_be_hidden()
    expect(widget.launcher).to_be_focused()


def test_new_answers_are_announced_and_nothing_else(widget):
    widget.open()
    expect(widget.log).to_have_text("")
    widget.log.evaluate(LISTEN)
    widget.ask("comment s'inscrire ?")
    expect(widget.messages).to_have_count(3)
    expect(widget.log).to_contain_text("Choix proposés")
    widget.ask(QUESTION)
    expect(widget.log).to_contain_text("Espace Numérique Sud-Charente")
    announced = widget.page.evaluate("announced")
    assert len(announced) == 2
    assert not any(QUESTION in text for text in announced)
    assert widget.log.locator("p").get_attribute("lang") == "fr"
    # After a reload, the earlier messages are there to read and are not announced again.
    widget.page.reload()
    expect(widget.answers("Espace Numérique Sud-Charente")).to_be_visible()
    expect(widget.log).to_have_text("")


def test_repeated_answer_is_announced_again(widget):
    widget.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    widget.open()
    widget.ask(QUESTION)
    widget.status.evaluate(LISTEN)
    widget.button("Copier").click()
    expect(widget.status).to_have_text("Copié")
    copied = widget.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(ANSWER)
    assert "Hubikoop" in copied
    widget.button("Copié").click()
    until(lambda: widget.page.evaluate("announced") == ["Copié", "Copié"], what="it is announced again")


def test_a_trouble_is_announced_once_and_no_longer_stands_once_the_reply_is_there(widget):
    widget.open()
    widget.page.context.set_offline(True)
    widget.ask(QUESTION)
    expect(widget.status).to_contain_text("Vous êtes hors ligne")
    widget.page.context.set_offline(False)
    expect(widget.answers(ANSWER)).to_be_visible()
    expect(widget.status).to_have_text("")


def test_an_erasure_asked_in_words_leaves_only_its_receipt_and_the_focus_in_the_conversation(widget):
    widget.converse()
    widget.ask("efface mes données")
    widget.button("Oui").press("Enter")
    expect(widget.answers("EFF-")).to_be_visible()
    assert widget.focused() == "Conversation"
    expect(widget.answers(ANSWER)).to_have_count(0)
    assert stored(widget.page) == [0, 0, 0, 0]


def test_the_focus_goes_back_to_what_opened_the_window(widget):
    opener = widget.page.get_by_role("button", name="Qui paie ma formation ?")
    expect(widget.launcher).to_be_visible()
    for opened_by in (opener, widget.launcher):
        opened_by.focus()
        widget.page.keyboard.press("Enter")
        expect(widget.field).to_be_focused()
        widget.page.keyboard.press("Escape")
        expect(opened_by).to_be_focused()


def test_the_window_that_opens_by_itself_on_the_next_page_leaves_the_focus_alone(widget):
    widget.open()
    widget.page.reload()
    expect(widget.window).to_be_visible()
    assert widget.page.evaluate("document.activeElement.localName") == "body"


@pytest.mark.parametrize("size", [(320, 256), (320, 568), (640, 400)], ids=["400%", "320 px", "200%"])
@pytest.mark.parametrize("path", ["/", "/demo", "/poser"])
def test_nothing_is_cut_on_a_small_screen_or_enlarged(pages, server, size, path):
    page = pages(server.url + path, viewport={"width": size[0], "height": size[1]})
    if path == "/demo":
        Widget(page).open()
    if path != "/poser":
        Widget(page).ask(QUESTION)
        expect(Widget(page).answers(ANSWER)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.get_by_label("Votre question").click()
    page.get_by_role("button", name="Envoyer").click(trial=True)


def test_on_a_small_screen_the_window_takes_all_of_it_and_keeps_the_focus_within(pages, server):
    page = pages(f"{server.url}/demo", viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True)
    widget = Widget(page)
    widget.open()
    assert widget.window.bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 568}
    # What is outside of such a window, screen readers do not hear.
    for element in (widget.log, widget.status):
        assert element.evaluate("element => Boolean(element.closest('dialog:modal'))")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.localName") in ("aiguilleur-assistant", "body")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=LAUNCHER)).to_be_focused()


def test_nothing_moves_for_those_who_asked_for_no_motion(pages, server):
    page = pages(f"{server.url}/demo", reduced_motion="reduce")
    widget = Widget(page)
    widget.open()
    page.route("**/api/messages", lambda _: None)
    widget.ask(QUESTION)
    expect(widget.transcript.locator("i").first).to_be_visible()
    assert page.evaluate("document.getAnimations().length") == 0
    assert widget.transcript.evaluate("element => getComputedStyle(element).scrollBehavior") == "auto"


def test_the_buttons_for_an_opinion_are_a_group_with_a_name(widget):
    widget.open()
    widget.ask(QUESTION)
    group = widget.element.get_by_role("group", name="Votre avis sur cette réponse")
    expect(group.get_by_role("button")).to_have_text(["Utile", "Pas utile"])


def test_targets_are_large_enough_to_be_hit(widget):
    widget.converse()
    for button in [*widget.element.get_by_role("button").all(), *widget.element.locator("summary").all()]:
        if button.is_visible():
            box = button.bounding_box()
            assert min(box["width"], box["height"]) >= 24, button.inner_text()


def test_what_has_the_focus_is_seen(widget):
    page = widget.page
    widget.converse()
    seen = set()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        within = widget.element.evaluate("({ shadowRoot }) => shadowRoot.activeElement !== null")
        if not within:
            continue
        name, outline = widget.element.evaluate(
            "({ shadowRoot: { activeElement } }) => [activeElement.outerHTML, getComputedStyle(activeElement).outline]"
        )
        seen.add(name)
        assert "3px" in outline, name
    assert len(seen) > 10
