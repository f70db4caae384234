"""HTML from templates: escaped, and strict about names that nothing fills."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.messages import EMPHASIS

_EMPHASISED: Final = re.compile(rf"^{EMPHASIS}.*$", re.MULTILINE)


def html_templates(folder: Path) -> Environment:
    """The templates of a folder; their filter `emphasised` shows the lines that stand out in bold."""
    templates = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["emphasised"] = emphasised
    return templates


def emphasised(text: str) -> Markup:
    """A text with the lines that stand out in bold."""
    return Markup(_EMPHASISED.sub(r"<strong>\g<0></strong>", str(escape(text))))  # noqa: S704  (escaped just before)
