"""What happens to an adviser's message when the connection or the server goes away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.bot.channels.web.browser.widget import ANSWER, QUESTION, stored
from tests.support.server import Server

MESSAGES = "**/api/messages"


def turns(server: Server) -> float:
    return server.metric("aiguilleur_turns_total")


def test_messages_written_offline_leave_in_their_order_when_the_connection_is_back(widget):
    widget.open()
    widget.page.context.set_offline(True)
    widget.ask(QUESTION)
    expect(widget.answers("Vous êtes hors ligne")).to_be_visible()
    widget.ask("et en Gironde ?")
    widget.page.context.set_offline(False)
    expect(widget.answers("Gironde")).to_be_visible()
    expect(widget.answers("hors ligne")).to_have_count(0)
    shown = widget.messages.all_inner_texts()
    found = [text for text in shown if "Charente" in text or "Gironde" in text]
    assert [("Gironde" in text) for text in found] == [False, False, True, True]


def test_a_reply_lost_on_its_way_comes_by_the_next_attempt_and_nothing_is_done_twice(widget, server):
    widget.open()
    ids, before = [], turns(server)

    def lose_the_first(route: Route) -> None:
        ids.append(route.request.post_data_json["message_id"])
        if len(ids) == 1:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    widget.page.route(MESSAGES, lose_the_first)
    widget.ask("combien de modules puis-je suivre ?")
    expect(widget.answers("La connexion est coupée")).to_be_visible()
    widget.retry()
    expect(widget.messages).to_have_count(3)
    expect(widget.messages.last).to_contain_text("module")
    assert len(ids) == 2
    assert len(set(ids)) == 1
    widget.page.unroute(MESSAGES)
    widget.ask("pourquoi ?")
    expect(widget.answers("sans en dire la raison")).to_be_visible()
    # Two messages were answered, one of them twice with the same reply.
    assert turns(server) - before <= 3


def test_a_question_that_waits_behind_an_erasure_asked_in_words_is_answered(widget):
    widget.open()
    widget.ask(QUESTION)
    widget.ask("efface mes données")
    expect(widget.button("Oui")).to_be_visible()
    held: list[Route] = []
    widget.page.route(MESSAGES, lambda route: held.append(route), times=1)
    with widget.page.expect_request(MESSAGES):
        widget.button("Oui").click()
    widget.ask("qui paie les modules ?")
    held[0].continue_()
    expect(widget.answers("EFF-")).to_be_visible()
    expect(widget.answers("L’État prend en charge")).to_be_visible()
    expect(widget.answers(ANSWER)).to_have_count(0)


def test_rate_limited_message_shows_a_notice_and_leaves_later(widget):
    widget.open()
    refusal = {"status": 429, "headers": {"Retry-After": "20"}, "json": {"error": "too many", "code": "too_many"}}
    widget.page.route(MESSAGES, lambda route: route.fulfill(**refusal), times=1)
    widget.ask(QUESTION)
    expect(widget.answers("Je renvoie le vôtre dans 20 s")).to_be_visible()
    widget.button("Réessayer maintenant").click()
    expect(widget.answers(ANSWER)).to_be_visible()


def test_a_token_that_is_too_old_begins_a_new_conversation(widget):
    widget.converse()
    widget.page.evaluate(
        """() => {
            const [key] = Object.keys(sessionStorage);
            sessionStorage.setItem(key, JSON.stringify({ ...JSON.parse(sessionStorage.getItem(key)), token: "old" }));
        }"""
    )
    widget.page.reload()
    held: list[Route] = []
    widget.page.route("**/api/token", lambda route: held.append(route))
    with widget.page.expect_request("**/api/token"):
        widget.ask("qui paie les modules ?")
    # Before there is an answer, which may lack what was said before.
    expect(widget.answers("n’est plus gardée")).to_be_visible()
    expect(widget.status).to_contain_text("j’en commence une nouvelle")
    held[0].continue_()
    expect(widget.answers("L’État prend en charge")).to_contain_text("n’est plus gardée")
    widget.ask(QUESTION)
    expect(widget.answers("n’est plus gardée")).to_have_count(1)


@pytest.mark.parametrize("status", [200, 502, 503], ids=["a page in place of a reply", "502", "503"])
def test_a_server_that_is_down_is_no_connection_lost(widget, status):
    widget.open()
    page = {"status": status, "body": "<html>Bad gateway</html>", "content_type": "text/html"}
    widget.page.route(MESSAGES, lambda route: route.fulfill(**page), times=1)
    widget.ask(QUESTION)
    expect(widget.answers("L’assistant est en panne ou redémarre")).to_be_visible()
    expect(widget.answers("La connexion est coupée")).to_have_count(0)
    widget.retry()
    expect(widget.answers(ANSWER)).to_be_visible()


def test_a_long_wait_is_announced_after_two_seconds(widget):
    widget.open()
    held: list[Route] = []
    widget.page.route(MESSAGES, lambda route: held.append(route), times=1)
    widget.ask(QUESTION)
    widget.page.wait_for_timeout(1000)
    expect(widget.status).to_have_text("")
    expect(widget.status).to_have_text("Je cherche la réponse…")
    held[0].continue_()
    expect(widget.answers(ANSWER)).to_be_visible()
    expect(widget.status).to_have_text("")


def test_a_server_that_takes_none_of_its_own_tokens_is_not_asked_again_and_again(widget):
    asked = []

    def refuse(route: Route) -> None:
        asked.append(route.request)
        route.fulfill(status=401, headers={"Retry-After": "20"}, json={"error": "no"})

    widget.open()
    widget.page.route(MESSAGES, refuse)
    widget.ask(QUESTION)
    expect(widget.answers("est en panne")).to_be_visible()
    assert len(asked) == 1
    widget.page.unroute(MESSAGES)
    widget.retry()
    expect(widget.answers(ANSWER)).to_be_visible()


@pytest.mark.parametrize(
    ("status", "notice"),
    [(403, "Ce site n’a pas le droit"), (404, "Ce site n’a pas le droit"), (422, "Je n’ai pas pu lire")],
)
def test_refused_message_shows_its_reason_and_is_not_repeated(widget, status, notice):
    widget.open()
    widget.page.route(MESSAGES, lambda route: route.fulfill(status=status, json={"error": "no"}), times=1)
    widget.ask("question refusée")
    expect(widget.answers(notice)).to_be_visible()
    widget.ask(QUESTION)
    expect(widget.answers(ANSWER)).to_be_visible()
    expect(widget.answers(notice)).to_be_visible()


def test_an_erasure_that_fails_says_that_nothing_is_erased(widget):
    widget.converse()
    widget.page.context.set_offline(True)
    widget.erase()
    expect(widget.status).to_contain_text("Rien n’est effacé")
    expect(widget.answers(ANSWER)).to_be_visible()
    assert stored(widget.page)[0] == 1


def test_an_erasure_takes_along_a_message_that_is_under_way(widget):
    widget.converse()
    held: list[Route] = []
    widget.page.route(MESSAGES, lambda route: held.append(route))
    widget.ask("et en Gironde ?")
    expect(widget.transcript.locator("li.mine")).to_have_count(2)
    widget.erase()
    with widget.page.expect_request("**/api/conversation"):
        held[0].continue_()
    expect(widget.status).to_contain_text("EFF-")
    expect(widget.transcript.locator("li.mine")).to_have_count(0)
    assert stored(widget.page) == [0, 0, 0, 0]


def test_an_opinion_that_does_not_leave_can_be_given_again(widget):
    widget.open()
    widget.ask(QUESTION)
    widget.page.route("**/api/feedback", lambda route: route.abort(), times=1)
    widget.button("Utile").click()
    expect(widget.answers("Votre avis n’est pas parti")).to_be_visible()
    widget.button("Utile").click()
    expect(widget.answers("Merci de votre avis")).to_be_visible()


def test_the_widget_comes_although_the_server_was_away_at_first(pages, server):
    page = pages("about:blank")
    page.route("**/hubs/*.json", lambda route: route.abort(), times=1)
    page.goto(f"{server.url}/demo")
    expect(page.get_by_role("button", name="Une question sur votre formation")).to_be_visible()
    assert any("does not answer, trying again" in line for line in page.console_lines)
