"""/poser: an adviser without JavaScript asks, chooses, rates and erases, by sending plain forms."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from sqlalchemy import func, select, text

from bot.storage.schema import conversations, feedback
from tests.bot.channels.web.conftest import HOST
from tests.support.tables import each_row


class Page(HTMLParser):
    """What a browser without JavaScript would make of a page: fields, buttons, links, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.buttons: dict[str, tuple[str, str]] = {}
        self.links: dict[str, str] = {}
        self.language = ""
        self.written = ""
        self.tags: list[str] = []
        self.text = ""
        self._open: dict[str, str | None] = {}
        self.feed(html.replace("\u00a0", " "))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if tag == "html":
            self.language = given["lang"]
        if tag == "input" and given.get("type") == "hidden":
            self.fields[given["name"]] = given["value"]
        if tag == "input" and given["name"] == "message":
            self.written = given["value"]
        if tag in ("a", "button"):
            self._open = given
            self._title = ""

    def handle_data(self, data: str) -> None:
        self.text += data
        self._title = getattr(self, "_title", "") + data

    def handle_endtag(self, tag: str) -> None:
        if tag == "button":
            self.buttons[self._title] = (self._open.get("name", ""), self._open.get("value", ""))
        if tag == "a":
            self.links[self._title] = self._open["href"]


@pytest.fixture
def browser(http):
    """A browser without JavaScript: it opens the form and sends it by one of its buttons."""

    class Browser:
        async def open(self, address: str = "/poser") -> Page:
            response = await http.get(address)
            assert response.status_code == 200
            return Page(response.text)

        async def press(self, page: Page, button: str = "Envoyer", message: str = "", status: int = 200) -> Page:
            name, value = page.buttons[button]
            fields = {**page.fields, "message": message, **({name: value} if name else {})}
            response = await http.post("/poser", data=fields, headers={"Origin": HOST})
            assert response.status_code == status
            return Page(response.text)

    return Browser()


async def test_an_adviser_asks_and_chooses_without_javascript(browser):
    page = await browser.open()
    assert page.language == "fr"
    assert "script" not in page.tags
    page = await browser.press(page, message="comment s'inscrire ?")
    button = next(title for title in page.buttons if "modules" in title)
    page = await browser.press(page, button)
    assert "La Mednum" in page.text
    assert "details" in page.tags, "the sources are folded"
    assert any(address.startswith("https://") for address in page.links.values())
    page = await browser.press(page, "Pourquoi ?")
    assert "Ma source donne cette règle, sans en dire la raison." in page.text
    page = await browser.press(page, "Détails")
    assert "Je m’appuie sur la partie" in page.text


async def test_enter_sends_the_question_rather_than_a_choice(browser):
    for page in (await browser.open(), await browser.press(await browser.open(), message="comment s'inscrire ?")):
        assert next(iter(page.buttons)) == "Envoyer"


async def test_a_page_in_english_is_english_throughout(browser):
    page = await browser.open("/poser?langue=en")
    assert page.language == "en"
    page = await browser.press(page, "Send", "which organisation for Landes?")
    assert page.language == "en"
    assert "The answer" in page.text
    assert "In Landes, by training" in page.text


async def test_a_change_of_language_keeps_the_conversation_its_answer_and_what_was_typed(browser):
    page = await browser.press(await browser.open(), message="quel organisme pour le titre complet dans les Landes ?")
    english = await browser.press(page, "Read this page in English", message="and in Charen")
    assert english.language == "en"
    assert "La Mêlée" in english.text
    assert english.written == "and in Charen"
    assert "Thank you" in (await browser.press(english, "Useful")).text
    french = await browser.press(english, "Lire cette page en français")
    assert french.language == "fr"
    assert "règle" in (await browser.press(french, "Pourquoi ?")).text


async def test_a_first_page_that_is_sent_again_is_the_same_conversation_and_can_be_erased(browser, http, server):
    page = await browser.open()
    assert "Oui, effacer" not in page.buttons, "there is none yet"
    lost = await browser.press(page, message="je suis dans les Landes")
    again = await browser.press(page, message="je suis dans les Landes")
    assert (again.text, again.fields["jeton"]) == (lost.text, lost.fields["jeton"])
    other = await browser.press(page, message="quel organisme pour le titre complet en Corse ?")
    assert "Corse" in other.text, "another question has an answer of its own"
    assert again.text.index("Effacer cette conversation, ici et sur le serveur ?") < again.text.index("Oui, effacer")
    assert again.buttons["Oui, effacer"] == ("effacer", "1")
    erased = await http.post("/poser", data={**again.fields, "effacer": "1"}, headers={"Origin": HOST})
    assert erased.headers["clear-site-data"] == '"cache"', "Back shows it no more"
    assert re.search(r"EFF(-[2-9A-Z]{4}){3}", Page(erased.text).text)
    assert Page(erased.text).fields["jeton"] != again.fields["jeton"]
    with server.state.assistant.stores.database.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(conversations)).scalar_one() == 0


@each_row(
    "written",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "</textarea><svg/onload=alert(1)>"],
)
async def test_message_is_shown_as_text_not_as_html(http, written):
    response = await http.post("/poser", data={"message": written, "jeton": written, "envoi": written, "hub": written})
    page = Page(response.text)
    assert written in page.text
    assert {"script", "img", "svg"}.isdisjoint(page.tags)
    assert "49" not in page.text


async def test_a_conversation_that_is_no_longer_kept_begins_anew_and_says_so(browser):
    page = await browser.open()
    page.fields["jeton"] = "of-before"
    page = await browser.press(page, message="quel organisme pour le titre complet dans les Landes ?")
    assert "n’est plus gardée" in page.text
    assert "La Mêlée" in page.text
    page.fields["jeton"] = "of-before"
    assert "C’est effacé" in (await browser.press(page, "Oui, effacer")).text
    assert "trop ancienne" in (await browser.press(page, "Utile")).text


async def test_a_token_of_the_form_and_one_of_a_page_are_not_the_same(browser, visit):
    page = await browser.press(await browser.open(), message="je suis dans les Landes")
    widget = visit()
    widget.token = page.fields["jeton"]
    assert (await widget.send("où suis-je ?")).status_code == 401


@pytest.mark.parametrize(
    ("button", "notice", "again", "then"),
    [
        ("Pas utile", "Votre avis n’est pas parti", "Réessayer maintenant", "Merci de votre avis"),
        ("Oui, effacer", "Rien n’est effacé", "Oui, effacer", "EFF-"),
    ],
)
async def test_failing_database_gives_a_notice_and_loses_nothing(browser, server, button, notice, again, then):
    engine = server.state.assistant.stores.database.engine
    page = await browser.press(await browser.open(), message="quel organisme pour le titre complet dans les Landes ?")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE seen RENAME TO elsewhere"))
    failed = await browser.press(page, button, status=503)
    assert notice in failed.text
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO seen"))
    done = await browser.press(failed, again)
    assert then in done.text
    with engine.connect() as connection:
        assert connection.execute(select(feedback.c.useful)).scalars().all() == [False] * (button == "Pas utile")
    assert ("La Mêlée" in done.text) is (button == "Pas utile"), "the answer is still shown"


async def test_rate_limited_form_gives_a_notice(serve, browse):
    client = await browse(serve(rate_address=3))
    answers = [await client.post("/poser", data={"message": "bonjour"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert int(answers[1].headers["retry-after"]) >= 1
    assert "Beaucoup de messages" in answers[1].text
    assert Page(answers[1].text).written == "bonjour", "it need not be written again"
    chosen = {"choix": "c_aaaaaaaaaa", "envoi": "1", "jeton": Page(answers[0].text).fields["jeton"]}
    page = Page((await client.post("/poser", data=chosen)).text)
    assert page.buttons["Réessayer maintenant"] == ("choix", "c_aaaaaaaaaa")
    assert (page.fields["envoi"], page.fields["jeton"]) == ("1", chosen["jeton"]), "it is the same message then"


async def test_starting_server_gives_a_notice_on_the_page(settings, browse):
    from bot.server.app import create_app

    client = await browse(create_app(settings))
    response = await client.post("/poser", data={"message": "bonjour"})
    assert response.status_code == 503
    assert "Le service redémarre" in response.text


@each_row(
    "body", [b"", b"\xff\xfe", b"&&&", b"message=%ff%00&envoi=%ed%a0%80", b"=" * 50_000, b"a&" * 30, b'{"message": 1}']
)
async def test_any_submission_gets_a_page(http, body):
    response = await http.post("/poser", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert response.status_code == 200
    assert Page(response.text).buttons


async def test_a_hubs_form_has_its_name_its_colour_and_its_territory(http, browser):
    page = await http.get("/poser?hub=exemple&message=Qui%20paie%20%3F")
    assert Page(page.text).written == "Qui paie ?", "a link may bring a question"
    assert "<title>Poser une question – Hub Exemple</title>" in page.text
    assert '<header class="hub"><p>Hub Exemple</p></header>' in page.text
    assert '<link rel="stylesheet" href="/hubs/exemple.css">' in page.text
    sheet = await http.get("/hubs/exemple.css")
    assert sheet.headers["content-type"].startswith("text/css")
    assert "--hub: #6b2d5c" in sheet.text
    assert (await http.get("/hubs/atlantide.css")).status_code == 404
    answered = await browser.press(Page(page.text), message="quel organisme pour le titre complet ?")
    assert "Landes" in answered.text
    assert "Charente" not in answered.text
    assert (await browser.open("/poser?hub=atlantide&langue=xx")).language == "fr", "what is unknown does no harm"


async def test_a_question_that_is_too_long_is_said_to_be_and_is_not_cut(browser):
    text = "Landes " * 1886
    page = await browser.press(await browser.open(), message=text, status=413)
    assert "fait 13202 caractères" in page.text.replace("\u202f", "")
    assert page.written == text
    page = await browser.press(page, message="quel organisme pour les Landes ?")
    assert "La Mêlée" in page.text
