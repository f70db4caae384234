"""A terminal as wide as maintainers have it."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from rich.console import Console

from bot.content.project_files import ProjectFiles
from bot.maintenance.check.report import printed
from rules.errors import Finding

COLUMNS = 80


def on_terminal(findings: Sequence[Finding], files: ProjectFiles, standing: Sequence[Finding] = ()) -> list[str]:
    """The lines that a terminal shows of findings, without colours."""
    screen = StringIO()
    console = Console(file=screen, force_terminal=True, color_system=None, width=COLUMNS)
    printed(findings, files, console, standing=standing)
    return screen.getvalue().split("\n")


def unwrapped(text: str) -> str:
    """A text without the spaces and line ends at which a terminal may wrap it."""
    return "".join(text.split())
