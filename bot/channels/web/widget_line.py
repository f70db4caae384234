"""The line that puts the window on a site, as a webmaster chooses it on the page / and sees it on /demo."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.content.hubs import THEMES

CHOICES: Final = {
    "language": ("auto", "fr", "en"),
    "theme": THEMES,
    "position": ("right", "left"),
}
"""Attributes of few values; the first is what holds without it (docs/integrer.md)."""

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class WidgetLine:
    """The `data-` attributes of the line, by name, without those that change nothing."""

    attributes: Mapping[str, str]

    @classmethod
    def of(cls, asked: Mapping[str, str], hubs: Iterable[str], otherwise: str) -> WidgetLine:
        """What the parameters of an address ask for; what is no value of an attribute is left out."""
        hub = asked.get("hub", "")
        attributes = {"hub": hub if hub in set(hubs) else otherwise}
        for name, values in CHOICES.items():
            if asked.get(name) in values[1:]:
                attributes[name] = asked[name]
        if _COLOUR.fullmatch(asked.get("colour", "")) and asked.get("own_colour"):
            attributes["colour"] = asked["colour"]
        return cls(attributes)
