"""The line of HTML that puts the window on a site; a webmaster chooses it on / and tries it on /demo."""

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
"""Attributes with few values, the default first (docs/integrer.md)."""

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class WidgetLine:
    """The `data-` attributes of the line, by name, without defaults."""

    attributes: Mapping[str, str]

    @classmethod
    def of(cls, asked: Mapping[str, str], hubs: Iterable[str], otherwise: str) -> WidgetLine:
        """The line for the parameters of an address; invalid values are ignored."""
        hub = asked.get("hub", "")
        attributes = {"hub": hub if hub in set(hubs) else otherwise}
        for name, values in CHOICES.items():
            if asked.get(name) in values[1:]:
                attributes[name] = asked[name]
        if _COLOUR.fullmatch(asked.get("colour", "")) and asked.get("own_colour"):
            attributes["colour"] = asked["colour"]
        return cls(attributes)
