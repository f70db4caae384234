"""The maintainers' commands on the files they edit."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(check)


def check() -> None:
    """Vérifier tout ce que les mainteneurs écrivent : faits, textes, hubs, exemples."""
    from bot.content import load_content
    from nlu.examples_reader import FAQ, read_examples

    content = load_content()
    read_examples(faq=FAQ)
    rows = sum(len(table.rows) for table in content.programme.tables.values())
    typer.echo(
        f"Programme correct : {len(content.programme.tables)} tables, {rows} lignes, sans trou ni chevauchement."
    )
    typer.echo(f"Hubs corrects : {len(content.hubs)}.")
