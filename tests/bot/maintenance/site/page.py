"""A page of the site as a test reads it: its elements, its links and its text. Complains of what is no correct HTML."""

from __future__ import annotations

from html.parser import HTMLParser

_EMPTY = {"meta", "link", "rect", "path", "circle", "use", "pattern"}
"""Elements that have no end tag here: HTML's void ones, and those of SVG when they end themselves."""


class Page(HTMLParser):
    """One page, read whole."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self._texts: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]

    def handle_decl(self, decl: str) -> None:
        if decl != "doctype html":
            self.faults.append(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "link", "input"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _EMPTY:
            self.faults.append(f"<{tag}/> cannot end itself")
        self.handle_starttag(tag, attrs)
        self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        self._texts.append(data)

    @property
    def text(self) -> str:
        """All that is written, with single spaces."""
        return plain(" ".join(self._texts))

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

    @property
    def headings(self) -> list[int]:
        """The levels of the headings, in order."""
        return [int(tag[1]) for tag, _ in self.elements if tag in ("h1", "h2", "h3", "h4")]


def plain(text: str) -> str:
    """A text with single spaces, however it was broken into lines."""
    return " ".join(text.split())
