"""`aiguilleur model restore`: put the previous model back into service, in running servers and later ones."""

from __future__ import annotations

import typer

model_app = typer.Typer(no_args_is_help=True, help="Le modèle en service, et celui d’avant.")


@model_app.callback()
def model() -> None:
    """Le modèle en service, et celui d’avant."""


@model_app.command()
def restore() -> None:
    """Revenir au modèle d’avant, sans redémarrer. La même commande, une deuxième fois, revient au plus récent."""
    from bot.cli.reload import reload_servers
    from bot.process.settings import load_settings
    from bot.rasa_adapter.service_record import read_record, write_record
    from bot.rasa_adapter.training import shaping_digest
    from bot.server.reloading.server_file import servers

    settings = load_settings()
    record = read_record(settings.data)
    restored = record and record.restored()
    if record is None or restored is None or not (settings.models / restored.model.name).exists():
        typer.echo(f"Aucun modèle d’avant n’est gardé dans {settings.models} : rien à remettre.", err=True)
        raise typer.Exit(1)
    if restored.model.shaped_by != shaping_digest():
        typer.echo(
            f"Le modèle d’avant ({restored.model.name}) a été entraîné par une autre version d’Aiguilleur : remettre "
            "d’abord cette version (git checkout), puis redémarrer.",
            err=True,
        )
        raise typer.Exit(1)
    try:
        write_record(settings.data, restored)
    except OSError as error:
        typer.echo(
            f"Impossible d’écrire dans {settings.data} ({error.strerror}). Relancer cette commande avec l’utilisateur"
            " du serveur (sudo -u aiguilleur …).",
            err=True,
        )
        raise typer.Exit(1) from error
    taken = False
    try:
        outcomes = [*reload_servers(settings.data)] if servers(settings.data) else []
        for message, well in outcomes:
            typer.echo(message, err=not well)
        taken = all(well for _, well in outcomes)
    finally:
        if not taken:
            write_record(settings.data, record)
    if not taken:
        raise typer.Exit(1)
    typer.echo(
        f"Modèle remis : {restored.model.name}. {record.model.name} est écarté ; la même commande le remet."
        + ("" if outcomes else " Aucun serveur ne tourne : le prochain démarrage le prendra.")
    )
