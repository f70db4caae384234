"""An adviser talks with the assistant on the site of a hub."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.bot.channels.web.browser.widget import ANSWER, QUESTION, Widget, stored


def test_a_question_gets_its_answer_with_links_time_and_folded_sources(widget):
    widget.open()
    widget.ask(QUESTION)
    answer = widget.answers(ANSWER)
    expect(answer).to_be_visible()
    expect(answer.locator("time")).to_have_text(re.compile(r"\d\d:\d\d"))
    source = answer.get_by_text("Hubikoop")
    expect(source).to_be_hidden()
    answer.get_by_text("Sources", exact=True).click()
    expect(source).to_be_visible()


def test_an_enrolment_link_opens_beside_the_page(widget):
    widget.open()
    widget.ask("où s'inscrire aux modules dans les Landes ?")
    link = widget.transcript.get_by_role("link", name="inscri").first
    address = link.get_attribute("href")
    assert address.startswith("https://")
    assert link.get_attribute("rel") == "noopener"
    widget.page.context.route(address, lambda route: route.fulfill(body="arrived"))
    with widget.page.expect_popup() as opened:
        link.click()
    assert opened.value.url == address
    assert opened.value.evaluate("window.opener") is None
    expect(widget.window).to_be_visible()


def test_messages_of_advisers_are_shown_as_text(widget):
    widget.open()
    widget.ask("<img src=x onerror=alert(1)> <b>Landes</b>")
    expect(widget.transcript.locator("li.mine")).to_contain_text("<img src=x onerror=alert(1)>")
    assert widget.transcript.locator("img, b").count() == 0


def test_an_opinion_goes_with_its_reason_and_the_question(widget):
    sent = []
    widget.page.on(
        "request", lambda request: sent.append(request.post_data_json) if "feedback" in request.url else None
    )
    widget.open()
    widget.ask(QUESTION)
    widget.button("Pas utile").click()
    widget.button("Ce n’est plus à jour").click()
    widget.button("Oui, la joindre").click()
    expect(widget.answers("C’est transmis à l’équipe")).to_be_visible()
    assert [(body["useful"], body.get("reason"), body.get("text")) for body in sent] == [
        (False, None, None),
        (False, "perimee", None),
        (False, "perimee", QUESTION),
    ]
    widget.page.reload()
    expect(widget.answers("C’est transmis à l’équipe")).to_be_visible()


def test_the_conversation_survives_a_reload_and_a_change_of_page(widget):
    widget.converse()
    widget.page.reload()
    expect(widget.answers(ANSWER)).to_be_visible()
    widget.page.get_by_role("link", name="Formations").click()
    widget.page.wait_for_url("**/demo?page=formations")
    expect(widget.answers(ANSWER)).to_be_visible()
    widget.ask("et en Gironde ?")
    # The server remembers too what was asked.
    expect(widget.answers("Pour le titre complet en Gironde")).to_be_visible()


def test_a_duplicated_tab_has_a_conversation_of_its_own(widget):
    widget.converse()
    # A window that a page opens gets a copy of what its tab keeps, as a duplicated tab does.
    with widget.page.expect_popup() as opened:
        widget.page.evaluate("window.open(location.href)")
    other = Widget(opened.value)
    expect(other.launcher).to_be_visible()
    assert stored(other.page)[0] == 0
    other.open()
    expect(other.messages).to_have_count(1)
    other.ask("et en Gironde ?")
    expect(other.messages).to_have_count(3)
    expect(other.answers("Pour le titre complet en Gironde")).to_have_count(0)
    for page in (widget.page, other.page):
        page.reload()
    expect(widget.answers(ANSWER)).to_be_visible()
    expect(other.transcript.locator("li.mine")).to_have_count(1)


def test_a_question_that_is_being_written_survives_a_reload_and_not_an_erasure(widget):
    widget.open()
    widget.field.fill("et en Giron")
    widget.page.reload()
    expect(widget.field).to_have_value("et en Giron")
    widget.field.press("Enter")
    expect(widget.messages).to_have_count(3)
    widget.page.reload()
    expect(widget.field).to_have_value("")
    widget.field.fill("et pour moi")
    widget.choose("Effacer la conversation")
    widget.button("Non, la garder").click()
    expect(widget.messages).to_have_count(3)
    widget.erase()
    expect(widget.status).to_have_text(re.compile(r"Numéro de reçu\s: EFF-.+"))
    expect(widget.field).to_have_value("")
    expect(widget.transcript.locator("li.mine")).to_have_count(0)
    assert stored(widget.page) == [0, 0, 0, 0]


def test_a_text_that_is_too_long_is_not_cut_and_says_so(widget):
    sent = []
    widget.page.on("request", lambda request: sent.append(request) if "messages" in request.url else None)
    widget.open()
    text = "Landes " * 1886
    widget.ask(text)
    notice = re.compile(r"Votre texte fait\W13\W202\Wcaractères.*\W4\W000\.")
    note = widget.element.locator("form p")
    expect(note).to_have_text(notice)
    expect(note).to_be_visible()
    expect(widget.status).to_have_text(notice)
    expect(widget.field).to_have_value(text)
    assert sent == []
    widget.ask(text[:4000])
    expect(widget.messages).to_have_count(3)
    expect(note).to_be_hidden()


def test_the_window_speaks_english_when_asked_and_answers_in_the_language_of_the_question(widget):
    widget.open()
    widget.field.fill("who pays")
    widget.choose("English")
    expect(widget.element).to_have_attribute("lang", "en")
    expect(widget.field).to_have_value("who pays")
    widget.ask("who pays for the modules?")
    expect(widget.transcript.locator("li[lang=en]")).to_be_visible()
    widget.ask("et pour le titre complet en Charente ?")
    expect(widget.transcript.locator("li[lang=fr]")).to_be_visible()
