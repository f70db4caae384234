"""The lines and numbers of the map can be read on each of its colours."""

from __future__ import annotations

import re
from pathlib import Path

from bot.content.colour_contrast import contrast
from bot.maintenance.site import department_map

CSS = (Path(department_map.__file__).parent / "static" / "site.css").read_text(encoding="utf-8")
LINE = "#161616"


def colours() -> dict[str, str]:
    """The colours of the groups, by name, in six digits."""
    found = re.findall(r"^\.(c\d) \{ fill: #(\w)(\w)(\w); \}", CSS, re.MULTILINE)
    return {name: f"#{r * 2}{g * 2}{b * 2}" for name, r, g, b in found}


def test_lines_and_numbers_can_be_seen_on_every_colour():
    assert len(colours()) == department_map.COLOURS + 1
    for colour in colours().values():
        assert contrast(LINE, colour) >= 4.5
