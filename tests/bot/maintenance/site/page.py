"""A page of the site as a test reads it: its elements, its links and its text."""

from __future__ import annotations

from html.parser import HTMLParser


class Page(HTMLParser):
    """One page, read whole."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self._texts.append(data)

    @property
    def text(self) -> str:
        """All that is written, with single spaces."""
        return " ".join(" ".join(self._texts).split())

    @property
    def ids(self) -> list[str]:
        """The ids, as often as they stand."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @property
    def links(self) -> list[tuple[str, str]]:
        """What the page points to, with the element that does: other pages, its style sheet, its own parts."""
        return [
            (tag, attributes[name])
            for tag, attributes in self.elements
            for name in ("href", "src")
            if name in attributes
        ]
