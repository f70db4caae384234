"""Where the site will be, and whose window it shows: a hub's, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

SITEMAP = "sitemap.xml"


@dataclass(frozen=True)
class Online:
    """Where the site will be.

    Attributes:
        address: its address, without a slash at the end.
        window: the address of the assistant's server.
        hub: the hub whose window it shows.
    """

    address: str = ""
    window: str = ""
    hub: str = ""

    def of(self, path: str) -> str:
        """The address of a page, without `index.html`."""
        return f"{self.address}/{path.removesuffix('index.html')}"

    def sitemap(self, paths: Iterable[str]) -> str:
        """The list of pages for search engines, by the protocol of sitemaps.org."""
        urls = Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
        for path in paths:
            SubElement(SubElement(urls, "url"), "loc").text = self.of(path)
        return tostring(urls, encoding="unicode", xml_declaration=True)
