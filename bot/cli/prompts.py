"""What commands ask at the terminal, in French: a yes or no, and whether to make the changes shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

if TYPE_CHECKING:
    from bot.maintenance.yaml_files.edits import Edit

_YES: Final = frozenset({"o", "oui", "y", "yes"})


def agrees(question: str) -> bool:
    """Whether the answer is yes; an empty answer is no."""
    answer: str = typer.prompt(f"{question} [o/N]", default="", show_default=False)
    return answer.strip().casefold() in _YES


def stop_unless_agreed(question: str) -> None:
    """End the command without any effect, unless the answer is yes."""
    if not agrees(question):
        typer.echo("Rien n'est fait.")
        raise typer.Exit(1)


def write_once_agreed(edits: Sequence[Edit], root: Path, *, confirmed: bool) -> None:
    """Show changes to files, and make them; if they are declined, end the command."""
    for edit in edits:
        typer.echo(edit.diff(root))
    if not confirmed:
        stop_unless_agreed("Faire cette modification ?")
    for edit in edits:
        edit.write()
