"""The head of the window says whose it is; its menu has what is needed now and then."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.bot.channels.web.browser.widget import ANSWER, QUESTION, Widget
from tests.support.axe import violations


@pytest.fixture
def asked(widget: Widget) -> Widget:
    """The widget after a question and its answer."""
    widget.converse()
    return widget


def test_the_window_has_the_name_of_the_hub_and_says_what_answers(widget: Widget) -> None:
    widget.open()
    expect(widget.window.get_by_role("heading", name="Hub Exemple")).to_be_visible()
    expect(widget.window.get_by_text("Assistant automatique, par Aiguilleur")).to_be_visible()


def test_the_menu_leads_to_the_pages_of_the_hub_and_axe_finds_nothing(widget: Widget) -> None:
    widget.open()
    widget.menu.click()
    privacy = widget.window.get_by_role("link", name="Données personnelles")
    expect(privacy).to_have_attribute("href", "https://www.exemple.fr/donnees")
    expect(widget.window.get_by_role("link", name="Accessibilité")).to_be_visible()
    expect(widget.window.get_by_role("link", name="Mentions légales")).to_have_count(0)
    assert violations(widget.page) == []


def test_escape_folds_the_menu_first_and_then_the_window(widget: Widget) -> None:
    widget.open()
    widget.menu.focus()
    widget.page.keyboard.press("Enter")
    expect(widget.button("English")).to_be_visible()
    widget.page.keyboard.press("Tab")
    widget.page.keyboard.press("Escape")
    expect(widget.button("English")).to_be_hidden()
    expect(widget.window).to_be_visible()
    assert widget.focused() == "Menu"
    widget.page.keyboard.press("Escape")
    expect(widget.window).to_be_hidden()


def test_the_conversation_is_copied_and_kept_as_a_file_with_its_links_and_sources(asked: Widget) -> None:
    asked.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked.choose("Copier la conversation")
    expect(asked.status).to_have_text("Copié")
    asked.menu.click()
    with asked.page.expect_download() as begun:
        asked.button("Télécharger la conversation").click()
    assert begun.value.suggested_filename == "conversation-aiguilleur.txt"
    for kept in (
        Path(begun.value.path()).read_text(encoding="utf-8"),
        asked.page.evaluate("navigator.clipboard.readText()"),
    ):
        assert {text for text in (QUESTION, ANSWER, "https://", "Source") if text not in kept} == set()


def test_a_link_brings_a_question_to_be_sent_or_not(pages, server) -> None:
    widget = Widget(pages(f"{server.url}/demo#aiguilleur=Qui%20paie%20le%20CCP1%20%3F"))
    expect(widget.window).to_be_visible()
    expect(widget.field).to_have_value("Qui paie le CCP1 ?")
    expect(widget.messages).to_have_count(1)
