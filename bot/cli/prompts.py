"""A yes or a no at the terminal, asked and answered in French."""

from __future__ import annotations

from typing import Final

import typer

_YES: Final = frozenset({"o", "oui", "y", "yes"})


def agrees(question: str) -> bool:
    """Whether the answer is yes; an empty one is no."""
    answer: str = typer.prompt(f"{question} [o/N]", default="", show_default=False)
    return answer.strip().casefold() in _YES


def stop_unless_agreed(question: str) -> None:
    """End the command, having done nothing, unless the answer is yes."""
    if not agrees(question):
        typer.echo("Rien n'est fait.")
        raise typer.Exit(1)
