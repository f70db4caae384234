"""What axe finds fault with on a page, in every colour scheme that someone may have asked their system for."""

from __future__ import annotations

from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCHEMES: Final = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"color_scheme": "light", "forced_colors": "active"},
    {"color_scheme": "dark", "forced_colors": "active"},
]

_AXE: Final = Axe()


def violations(page: Page) -> list[str]:
    """The rules that are broken, and where."""
    found = _AXE.run(page).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]
