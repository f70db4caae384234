"""Legibility of text on a colour: the contrast of WCAG 2 (1.4.3, level AA)."""

from __future__ import annotations

from typing import Final

MIN_CONTRAST: Final = 4.5
"""The contrast required for text of ordinary size."""

_LIGHT: Final = "#ffffff"
_DARK: Final = "#161616"


def text_colour(background: str) -> str | None:
    """White, else nearly black, if legible on a colour ("#0a5c8f"); None if neither is."""
    return next((text for text in (_LIGHT, _DARK) if contrast(text, background) >= MIN_CONTRAST), None)


def contrast(text: str, background: str) -> float:
    """The contrast of two colours, from 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(text), _luminance(background)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """The relative luminance of a colour, as WCAG defines it, from 0 to 1."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
