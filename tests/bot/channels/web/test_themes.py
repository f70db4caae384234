"""The window's colours can be read in every theme, in light and in dark."""

from __future__ import annotations

import re

from bot.channels.web.widget_files import STATIC
from bot.channels.web.widget_line import CHOICES
from bot.content.colour_contrast import contrast
from tests.support.tables import each_row

SHEET = (STATIC / "widget" / "widget.css").read_text(encoding="utf-8")
READ = [(text, on) for text in ("text", "dim", "link", "warning") for on in ("back", "soft")]
SEEN = [("edge", "back")]


def full(colour: str) -> str:
    """A colour with two figures a part."""
    return colour if len(colour) == 7 else f"#{''.join(2 * figure for figure in colour[1:])}"


def colours(theme: str, scheme: str) -> dict[str, str]:
    """The colours that the window has in a theme and a scheme, by name; what no `light-dark` names is of both."""
    found = {}
    for selector in (":host", f':host([data-theme="{theme}"])'):
        for block in re.findall(rf"^ *{re.escape(selector)} \{{(.*?)^ *\}}", SHEET, re.MULTILINE | re.DOTALL):
            found |= {
                name: full({"light": light, "dark": dark}[scheme] or light or dark)
                for name, light, dark in re.findall(
                    r"--([\w-]+): (?:light-dark\()?(#\w+)(?:, (#\w+)\))? !important", block
                )
            }
    return found


@each_row("scheme", ["light", "dark"])
@each_row("theme", ["auto", "dsfr"])
def test_texts_can_be_read_and_edges_seen(theme: str, scheme: str) -> None:
    shown = colours(theme, scheme)
    assert {"text", "back", "edge"} <= shown.keys()
    assert {(text, on) for text, on in READ if contrast(shown[text], shown[on]) < 4.5} == set()
    assert {(edge, on) for edge, on in SEEN if contrast(shown[edge], shown[on]) < 3} == set()
    if theme == "dsfr":
        assert contrast(shown["primary"], shown["on-primary"]) >= 4.5
        assert shown["text"] == {"light": "#161616", "dark": "#ffffff"}[scheme]


def test_the_themes_of_the_window_are_those_of_the_hubs_files() -> None:
    script = (STATIC / "widget" / "appearance.js").read_text(encoding="utf-8")
    (themes,) = re.findall(r"THEMES = \[(.*)\]", script)
    assert tuple(re.findall(r'"(\w+)"', themes)) == CHOICES["theme"]
