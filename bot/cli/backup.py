"""The operator's commands for backups. Rasa is not needed."""

from __future__ import annotations

from pathlib import Path

import typer

from bot.cli.options import DATABASE


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (backup, restore_backup):
        app.command()(command)


def backup(
    folder: Path = typer.Argument(..., metavar="DOSSIER", help="Où écrire la sauvegarde."),
    database: str | None = DATABASE,
) -> None:
    """Sauvegarder la base, chiffrée pour BACKUP_RECIPIENT. Celles de plus de BACKUP_DAYS (14) jours sont effacées.

    Le serveur continue pendant ce temps.
    """
    from bot.storage.backup import back_up
    from bot.storage.served_database import settings_of_server

    typer.echo(back_up(settings_of_server(database), folder))


def restore_backup(
    file: Path = typer.Argument(..., metavar="SAUVEGARDE", exists=True, dir_okay=False, help="Le fichier .age."),
    key: typer.FileText = typer.Option(
        ..., "--cle", metavar="FICHIER", help="La clé secrète qu’a écrite age-keygen ; « - » : sur l’entrée standard."
    ),
    database: str | None = DATABASE,
) -> None:
    """Remettre une sauvegarde dans une base vide, SQLite ou PostgreSQL. Arrêter le serveur avant."""
    from bot.storage.backup import restore
    from bot.storage.encryption import secret_keys
    from bot.storage.served_database import settings_of_server

    counts = restore(settings_of_server(database, made_anew=True), file, secret_keys(key.read()))
    typer.echo("Remis : " + ", ".join(f"{table} {count}" for table, count in counts.items()) + ".")
