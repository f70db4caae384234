"""The blocks of a reply in the widget: a real browser draws them by the widget's own modules, without a server."""

from __future__ import annotations

import msgspec
import pytest
from playwright.sync_api import Page, Route

from bot.channels.web.rendering import reply_body
from bot.channels.web.widget_files import STATIC
from bot.messages import Reply
from tests.bot.channels.replies import EVERY_FORM, replies, said_otherwise

SITE = "https://fenetre.test"

DRAW = """async (reply) => {
    const { blocks } = await import("/widget/blocks.js");
    document.body.replaceChildren(...blocks(reply, { nouvel_onglet: "" }));
    document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
    return document.body.innerText;
}"""


def serve(route: Route) -> None:
    """An empty page, and the widget's files beside it."""
    name = route.request.url.removeprefix(f"{SITE}/")
    if name.startswith("widget/"):
        route.fulfill(path=STATIC / name, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>Fenêtre</title>", content_type="text/html")


@pytest.fixture
def page(browser) -> Page:
    """An empty page of the site."""
    context = browser.new_context()
    context.route(f"{SITE}/**", serve)
    opened = context.new_page()
    opened.goto(SITE)
    yield opened
    context.close()


def drawn(page: Page, reply: Reply) -> str:
    """What the page shows of the blocks of a reply, and its notices and sources, which stand under them."""
    body = msgspec.json.decode(msgspec.json.encode(reply_body("1", reply)))
    return "\n".join([page.evaluate(DRAW, body), *reply.notices, *reply.sources])


def test_the_widget_shows_each_text_of_a_reply_as_often_as_it_is_said(page: Page) -> None:
    for reply in replies():
        assert said_otherwise(reply, drawn(page, reply), tables=True) == []


def test_blocks_are_headings_lists_tables_and_folds_and_never_html(page: Page) -> None:
    drawn(page, EVERY_FORM)
    assert page.locator("section.card h3").all_inner_texts() == ["Un titre", "Un autre titre"]
    assert page.get_by_role("group", name="Un titre", exact=True).get_by_role("link").get_attribute("href") == (
        "https://exemple.fr/?a=1&b=2"
    )
    assert page.locator("ol > li[aria-current=step]").inner_text().startswith("2. Prochaine")
    assert page.get_by_role("columnheader").all_inner_texts() == ["A", "B"]
    assert page.get_by_role("rowheader").all_inner_texts() == ["Heures", "Format"]
    assert page.locator("details > summary").inner_text() == "À savoir"
    assert "Oui & <non>" in page.locator("p").first.inner_text().replace("\u00a0", " ")
