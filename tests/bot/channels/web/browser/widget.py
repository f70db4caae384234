"""The widget as a test sees and uses it, by what it says and not by how it is built."""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Locator, Page, expect

LAUNCHER = "Une question sur votre formation ?"
QUESTION = "et pour le titre complet en Charente ?"
ANSWER = "Pour le titre complet en Charente, c’est"


class Widget:
    """The widget of a page, or of a frame in it."""

    def __init__(self, page: Page | FrameLocator) -> None:
        self.page = page
        self.launcher = page.get_by_role("button", name=LAUNCHER)
        self.window = page.get_by_role("dialog", name="Aiguilleur")
        self.element = page.locator("aiguilleur-assistant")
        self.field = self.element.get_by_role("textbox")
        self.transcript = self.element.get_by_role("region", name="Conversation")
        self.messages = self.transcript.locator(":scope > ol > li")
        self.awaited = self.transcript.locator(".awaited")
        self.menu = self.element.get_by_label("Menu", exact=True)
        self.log = self.element.get_by_role("log")
        self.status = self.element.get_by_role("status")

    def open(self) -> None:
        self.launcher.click()

    def ask(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def converse(self) -> None:
        """Open it, ask a question and see the answer."""
        self.open()
        self.ask(QUESTION)
        expect(self.answers(ANSWER)).to_be_visible()

    def erase(self) -> None:
        """What the menu has for it, and the button that confirms."""
        self.choose("Effacer la conversation")
        self.button("Oui, effacer").click()

    def button(self, name: str, *, exact: bool = True) -> Locator:
        return self.element.get_by_role("button", name=name, exact=exact)

    def choose(self, name: str) -> None:
        """What the menu in the head has."""
        self.menu.click()
        self.button(name).click()

    def retry(self) -> None:
        """What the button for it does, which goes once the widget has sent anew by itself."""
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def answers(self, text: str) -> Locator:
        """The messages with a text that are not the adviser's."""
        return self.transcript.locator(":scope > ol > li:not(.mine)").filter(has_text=text)

    def focused(self) -> str:
        """What has the focus inside the widget: its name, or the word of its kind."""
        return self.page.evaluate(
            """() => {
                const { activeElement } = document;
                const inner = activeElement.shadowRoot?.activeElement ?? activeElement;
                return inner.ariaLabel || inner.textContent || inner.localName;
            }"""
        )


def stored(page: Page) -> list[int]:
    """How much a page keeps: items of session and local storage, cookies, databases."""
    counts = page.evaluate(
        "async () => [sessionStorage.length, localStorage.length, (await indexedDB.databases()).length]"
    )
    return [*counts, len(page.context.cookies())]
