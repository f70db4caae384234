"""Accessibility of a page, checked by axe in every colour scheme that a system may ask for."""

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
    """The broken rules, each with the elements that break it."""
    violated = _AXE.run(page).response["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in violated for node in rule["nodes"]]
