"""HTML from templates: escaped, with an error for undefined names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.messages import Block, LinkButton

_OWN: Final = Path(__file__).parent / "templates"
"""Templates of any folder can import this one's `common/blocks.html`."""

_SCHEMES: Final = ("https", "http", "mailto")


def html_templates(folder: Path) -> Environment:
    """The templates of a folder, with the filters used by `common/blocks.html`."""
    templates = Environment(
        loader=FileSystemLoader([folder, _OWN]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"kind": _kind, "lists": lambda text: list(_lists(text)), "web_links": web_links}
    templates.globals["new_tab"] = False
    return templates


def web_links(links: Iterable[LinkButton]) -> tuple[LinkButton, ...]:
    """The links that a browser may open: web and mail addresses."""
    return tuple(link for link in links if urlsplit(link.url).scheme in _SCHEMES)


def _kind(block: Block) -> str:
    return "text" if isinstance(block, str) else str(block.__struct_config__.tag)


def _lists(text: str) -> Iterator[tuple[str, list[str]]]:
    """A text split into paragraphs and lists of "•" lines."""
    items: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if line.startswith("•"):
            items.append(line[1:].strip())
            continue
        if items:
            yield "list", items
            items = []
        yield "text", [line]
    if items:
        yield "list", items
