"""Options shared by several commands."""

from __future__ import annotations

import typer

DATABASE = typer.Option(
    None, "--database", metavar="ADRESSE", help="La base sur laquelle agir, si ce n’est pas celle du serveur."
)
DATABASE_TO_READ = typer.Option(
    None, "--database", metavar="ADRESSE", help="La base à lire, si ce n’est pas celle du serveur."
)
