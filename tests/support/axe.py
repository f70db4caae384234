"""Accessibility of a page, checked by axe in every colour scheme that a system may ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


class Scheme(NamedTuple):
    """The colours that someone has asked their system for."""

    color_scheme: Literal["light", "dark"]
    forced_colors: Literal["active", "none"]


SCHEMES: Final = (
    Scheme("light", "none"),
    Scheme("dark", "none"),
    Scheme("light", "active"),
    Scheme("dark", "active"),
)

_AXE: Final = Axe()


def violations(page: Page, schemes: Sequence[Scheme] = SCHEMES) -> list[str]:
    """The broken rules in each scheme, each with the elements that break it.

    The page is as it stands, only its colours change: they are all a matter of its style sheets. It is left in the
    first scheme.
    """
    found = []
    for scheme in schemes:
        page.emulate_media(**scheme._asdict())
        violated = _AXE.run(page).response["violations"]
        found += [f"{scheme}: {rule['id']}: {node['target']}" for rule in violated for node in rule["nodes"]]
    page.emulate_media(**SCHEMES[0]._asdict())
    return found
