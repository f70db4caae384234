"""What host pages, screens, keys and a bad line do to the widget, in Firefox; in Chromium by the other files."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.bot.channels.web.browser.site import HOSTILE_SHEETS, Site
from tests.bot.channels.web.browser.widget import ANSWER, QUESTION
from tests.support.firefox import Firefox, FirefoxPage, firefox
from tests.support.server import Server

pytestmark = pytest.mark.xdist_group("firefox")
"""With a server of its own, beside the tests in Chromium."""

LIGHT, DARK = "rgb(255, 255, 255)", "rgb(23, 27, 35)"
TOOLS = """() => {
    window.root = () => document.querySelector("aiguilleur-assistant")?.shadowRoot;
    window.find = (selector) => root()?.querySelector(selector);
    window.button = (name) => [...root().querySelectorAll("button")].find((one) =>
        [one.ariaLabel, one.textContent.trim()].includes(name));
    window.shown = (one) => one?.checkVisibility() && one.getBoundingClientRect().height > 0;
    window.inside = (one) => {
        const { top, bottom, left, right } = one.getBoundingClientRect();
        return top >= 0 && left >= 0 && bottom <= innerHeight + 1 && right <= innerWidth + 1;
    };
    window.ask = (text) => {
        find("textarea").value = text;
        find("textarea").dispatchEvent(new Event("input", { bubbles: true }));
        find("form").requestSubmit();
    };
    window.answered = (text) => [...root().querySelectorAll(".transcript li:not(.mine)")]
        .find((one) => one.textContent.includes(text) && !one.querySelector(".awaited"));
    return true;
}"""


class WindowInFirefox:
    """The widget on a page: it is driven by scripts and keys, and looked at."""

    def __init__(self, page: FirefoxPage) -> None:
        self.page = page
        self.arrive()

    def arrive(self) -> None:
        """Wait until the widget is there, on a page that was loaded just now."""
        self.page.evaluate(TOOLS)
        self.page.wait_for("() => Boolean(find('.panel'))")

    def open(self) -> None:
        self.page.evaluate("() => Aiguilleur.open()")
        self.page.wait_for("() => shown(find('.panel'))")

    def ask(self, text: str, answer: str) -> None:
        self.page.evaluate("(text) => ask(text)", text)
        self.page.wait_for("(text) => shown(answered(text))", answer)

    def style(self, sheet: str) -> None:
        """Add a style sheet to the page, as the site's own."""
        self.page.evaluate(
            """(text) => {
                const sheet = new CSSStyleSheet();
                sheet.replaceSync(text);
                document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
            }""",
            sheet,
        )

    def look(self, selector: str, *properties: str) -> list[str]:
        return self.page.evaluate(
            "(selector, names) => names.map((name) => getComputedStyle(find(selector))[name])", selector, properties
        )


@pytest.fixture(scope="module")
def running() -> Iterator[Firefox]:
    with firefox() as browser:
        yield browser


@pytest.fixture
def opened(running: Firefox) -> Iterator:
    """Opens pages; they are closed after the test."""
    pages: list[FirefoxPage] = []

    def page(address: str, size: tuple[int, int] = (1280, 720)) -> FirefoxPage:
        pages.append(running.open(address, size))
        return pages[-1]

    yield page
    for page_before in pages:
        page_before.close()


@pytest.fixture
def embedded(opened, site: Site):
    """The widget on the site's page, by options of the line."""

    def window(size: tuple[int, int] = (1280, 720), **options: str) -> WindowInFirefox:
        return WindowInFirefox(opened(site.embed(**options), size))

    return window


def test_a_conversation_works_under_a_strict_policy_and_axe_finds_nothing(embedded, running):
    window = embedded()
    window.open()
    window.ask(QUESTION, ANSWER)
    assert running.console_lines == []
    assert window.page.violations() == []
    window.page.evaluate("() => Aiguilleur.mount({ theme: 'dsfr' })")
    window.open()
    assert window.page.violations() == []
    assert window.look(".panel", "borderRadius", "fontFamily") == ["0px", "Marianne, arial, sans-serif"]


@pytest.mark.parametrize("theme", ["light", "dark", "dsfr"])
def test_axe_finds_nothing_in_any_theme(embedded, theme):
    window = embedded(theme=theme)
    window.style(":root { color-scheme: light dark }")
    assert window.page.violations() == []
    window.open()
    window.ask("quel organisme pour les Landes ?", "Le titre REMN complet")
    window.page.evaluate("() => find('.menu summary').click()")
    assert window.page.violations() == []


@pytest.mark.parametrize("sheet", HOSTILE_SHEETS)
def test_no_style_of_the_page_gets_in(embedded, sheet):
    looks = []
    for added in ("", sheet):
        window = embedded(theme="dark")
        window.style(added)
        window.open()
        window.ask(QUESTION, ANSWER)
        place = window.page.evaluate("() => JSON.stringify(find('.panel').getBoundingClientRect())")
        looks.append([place, *window.look(".panel", "color", "backgroundColor", "direction", "fontSize")])
    assert looks[0] == looks[1]
    assert looks[0][1:] == ["rgb(238, 241, 246)", "rgb(23, 27, 35)", "ltr", "16px"]


@pytest.mark.parametrize("height", [256, 200])
def test_everything_can_be_reached_enlarged_to_400_percent(embedded, height):
    window = embedded((320, height))
    launcher = window.page.evaluate("() => [find('.launcher').offsetWidth, find('.launcher').offsetHeight]")
    assert max(launcher) <= 48
    assert window.page.evaluate("() => shown(find('.away'))")
    window.open()
    window.ask(QUESTION, ANSWER)
    for part in ("form button", ".transcript li"):
        window.page.evaluate("(part) => find(part).scrollIntoView({ behavior: 'instant', block: 'nearest' })", part)
        assert window.page.evaluate("(part) => find(part).getBoundingClientRect().top < innerHeight", part)
        assert window.page.evaluate("() => inside(find('.close'))")
    assert window.page.evaluate("() => document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("size", [(1280, 720), (390, 844), (320, 256)])
def test_after_pas_utile_its_reasons_come_into_view(embedded, size):
    window = embedded(size)
    window.open()
    window.ask("quel organisme pour les Landes ?", "Le titre REMN complet")
    window.page.evaluate("() => button('Pas utile').click()")
    window.page.wait_for("() => button('La réponse est fausse') && inside(button('La réponse est fausse'))")


def test_a_draft_and_the_conversation_survive_a_reload(embedded):
    window = embedded()
    window.open()
    window.ask(QUESTION, ANSWER)
    window.page.evaluate(
        "() => { find('textarea').value = 'et en Giron'; find('textarea').dispatchEvent(new Event('input')); }"
    )
    window.page.reload()
    window.arrive()
    window.page.wait_for("(text) => shown(answered(text))", ANSWER)
    assert window.page.evaluate("() => find('textarea').value") == "et en Giron"


@pytest.mark.parametrize(
    ("theme", "of_the_page", "background"),
    [
        ("auto", "normal", LIGHT),
        ("auto", "dark", DARK),
        ("light", "dark", LIGHT),
        ("dark", "light", DARK),
        ("dsfr", "dark", "rgb(22, 22, 22)"),
    ],
)
def test_the_window_is_as_dark_as_the_page_unless_told(embedded, theme, of_the_page, background):
    window = embedded(theme=theme)
    window.style(f":root {{ color-scheme: {of_the_page} }}")
    window.open()
    assert window.look(".panel", "backgroundColor") == [background]


def test_a_wait_is_announced_and_an_outage_told_in_its_words(embedded):
    window = embedded()
    window.open()
    window.page.evaluate(
        """() => {
            const real = fetch;
            window.fetch = (...request) => String(request[0]).includes("/api/messages")
                ? new Promise((resolve) => { window.release = () => resolve(new Response("", { status: 503 })); })
                : real(...request);
            window.restore = () => { window.fetch = real; };
        }"""
    )
    window.page.evaluate("(text) => ask(text)", QUESTION)
    window.page.wait_for("() => find('[role=status]').textContent.includes('Je cherche')")
    window.page.evaluate("() => { release(); restore(); }")
    shown = window.page.wait_for("() => find('.transcript .trouble')?.textContent")
    assert "votre connexion n’est pas en cause" in shown
    window.page.wait_for("(text) => shown(answered(text))", ANSWER)


def test_keys_open_ask_and_close_wherever_the_focus_is(embedded):
    window = embedded()
    window.page.evaluate("() => find('.launcher').focus()")
    window.page.press("Enter")
    window.page.wait_for("() => root().activeElement === find('textarea')")
    window.page.press(*"bonjour", "Enter")
    window.page.wait_for("() => root().querySelectorAll('.transcript li.mine').length === 1")
    window.page.press("Escape")
    window.page.wait_for("() => root().activeElement === find('.launcher')")
    window.open()
    window.page.evaluate(
        "() => { const link = document.createElement('a'); link.href = '#'; link.textContent = 'x';"
        "document.querySelector('main').append(link); link.focus(); }"
    )
    window.page.press("Escape")
    window.page.wait_for("() => !shown(find('.panel'))")


def test_the_window_makes_way_for_what_has_the_focus_behind_it(embedded):
    window = embedded()
    window.open()
    window.page.evaluate(
        """() => {
            const behind = document.createElement("button");
            behind.style = "position: fixed; bottom: 200px; right: 200px";
            document.body.append(behind);
            behind.focus();
        }"""
    )
    window.page.wait_for("() => !shown(find('.panel'))")


@pytest.mark.parametrize(
    "swap",
    [
        "document.documentElement.replaceChild(document.createElement('body'), document.body)",
        "document.body.replaceChildren(document.createElement('main'))",
        "document.documentElement.replaceChild(document.body.cloneNode(true), document.body)",
    ],
    ids=["turbo", "htmx", "a copy of before"],
)
def test_the_widget_stays_when_the_site_swaps_its_body(embedded, running, swap):
    window = embedded()
    window.open()
    window.ask(QUESTION, ANSWER)
    window.page.evaluate(f"() => {{ {swap}; Aiguilleur.open(); }}")
    window.page.wait_for("(text) => shown(find('.panel')) && shown(answered(text))", ANSWER)
    assert window.page.evaluate("() => document.querySelectorAll('aiguilleur-assistant').length") == 1
    assert running.console_lines == []


def test_it_goes_comes_back_and_what_was_asked_before_it_came_is_done(embedded):
    window = embedded()
    window.open()
    window.ask(QUESTION, ANSWER)
    window.page.evaluate("() => Aiguilleur.destroy()")
    assert window.page.evaluate("() => document.querySelectorAll('aiguilleur-assistant').length") == 0
    window.page.evaluate("() => { AiguilleurCalls.push(['mount'], ['open']); }")
    window.page.wait_for("(text) => Boolean(root()) && shown(find('.panel')) && shown(answered(text))", ANSWER)


def test_a_digest_covers_all_that_runs(opened, site: Site, server: Server):
    page = httpx.get(f"{server.url}/verifier?site=exemple.fr").text
    attributes = re.findall(r'src="[^"]+" integrity="[^"]+" crossorigin="anonymous"', page.replace("&#34;", '"'))[0]
    site.line = f'<script {attributes} data-hub="exemple" defer></script>'
    WindowInFirefox(opened(f"{site.url}/page"))
    site.line = site.line.replace("sha384-", "sha384-A")
    refused = opened(f"{site.url}/page")
    assert refused.evaluate("() => typeof Aiguilleur") == "undefined"


def test_a_policy_without_connect_src_is_named(opened, site: Site, running):
    site.policy = site.policy.replace(f"connect-src {site.host}", "")
    page = opened(site.embed())
    page.wait_for("() => typeof Aiguilleur === 'object'")
    assert "connect-src" in page.evaluate("() => Aiguilleur.check()")["trouble"]
    assert any('lacks "connect-src' in line for line in running.console_lines)


def test_a_text_that_is_too_long_is_told_and_not_cut(embedded):
    window = embedded()
    window.open()
    window.page.evaluate("() => ask('a'.repeat(13200))")
    told_of = window.page.wait_for("() => find('form .trouble').textContent")
    assert re.search(r"13\s200", told_of)
    assert window.page.evaluate("() => find('textarea').value.length") == 13200


def test_back_shows_the_answer_of_before(opened, server: Server):
    page = opened(f"{server.url}/poser")
    for text, answer in ((QUESTION, ANSWER), ("et en Gironde ?", "Pour le titre complet en Gironde")):
        page.evaluate(
            "(text) => { document.querySelector('#message').value = text; document.forms[0].requestSubmit(); }", text
        )
        page.wait_for("(answer) => document.body?.textContent.includes(answer)", answer)
    page.back()
    page.wait_for("(answer) => document.body?.textContent.includes(answer)", ANSWER)


def test_the_window_answers_in_a_frame_of_its_hubs_site_alone(opened, site: Site, server: Server, running):
    site.policy = f"default-src 'none'; frame-src {server.url}"
    site.line = f'<iframe src="{server.url}/fenetre/exemple" title="Assistant" width="400" height="620"></iframe>'
    WindowInFirefox(opened(f"{site.url}/page").frame()).ask(QUESTION, ANSWER)
    assert running.console_lines == []
    opened(f"{site.url.replace('localhost', 'autre.localhost')}/page")
    assert any("frame-ancestors" in line for line in running.console_lines)


@pytest.mark.parametrize("address", ["", "verifier?site=http://hub-bretagne.net", "poser", "demo", "fenetre/exemple"])
def test_axe_finds_nothing_on_the_pages(opened, server: Server, address):
    page = opened(f"{server.url}/{address}")
    if address in ("", "demo", "fenetre/exemple"):
        page.wait_for("() => Boolean(document.querySelector('aiguilleur-assistant')?.shadowRoot)")
    assert page.violations() == []
