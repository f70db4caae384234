"""The command `aiguilleur`. Heavy imports wait until a command needs them: Rasa alone takes six seconds."""

from __future__ import annotations

import asyncio
import csv
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

import typer
from typer.exceptions import TyperException

from bot.cli import backup, maintainer, operator, statistics
from bot.cli.restore import model_app
from bot.cli.usage_errors import INTERRUPTED, in_french
from bot.process import logs
from rules.errors import ProgrammeError

if TYPE_CHECKING:
    from bot.assistant.service import Assistant

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="L’assistant des conseillers numériques.",
)
rules_app = typer.Typer(no_args_is_help=True, help="Le modèle du programme.")
app.add_typer(rules_app, name="rules")
app.add_typer(model_app, name="model")
maintainer.register(app)
operator.register(app)
statistics.register(app)
backup.register(app)


def main() -> None:
    """Run the command line. Usage errors, and mistakes in files and settings, are shown without a traceback."""
    from bot.process.settings import SettingsError
    from bot.rasa_adapter.model_file import ModelError
    from bot.storage.errors import StorageError
    from nlu.encoder.installation import EncoderError

    logs.configure()
    logs.hide_warnings()
    try:
        # The exit code of a command; commands return nothing.
        sys.exit(app(standalone_mode=False) or 0)
    except TyperException as error:
        typer.echo(in_french(error), err=True)
        sys.exit(error.exit_code)
    except typer.Abort:
        typer.echo(f"\n{INTERRUPTED}", err=True)
        sys.exit(1)
    except (EncoderError, ModelError, ProgrammeError, SettingsError, StorageError) as error:
        typer.echo(str(error), err=True)
        sys.exit(1)


@app.command()
def serve(
    workers: int = typer.Option(1, "--workers", min=1, max=64, help="Nombre de processus (PostgreSQL et Redis)."),
) -> None:
    """Répondre sur HTTP (HOST, PORT), après avoir entraîné le modèle si besoin.

    Si les fichiers ont des erreurs, répondre avec ceux qui étaient en service avant.
    """
    from bot.cli.model import model_or_mistakes
    from bot.process.settings import load_settings
    from bot.server.listening import as_given, refuse_taken_port
    from bot.server.processes import refuse_what_cannot_be_shared
    from bot.server.processes import serve as serve_with

    settings = as_given(load_settings())
    if workers > 1:
        refuse_what_cannot_be_shared(settings)
    refuse_taken_port(settings)
    model = model_or_mistakes(settings)
    logs.configure(turns=True)
    serve_with(settings, model, workers, typer.echo)


@app.command()
def train(
    progress: bool = typer.Option(
        False, "--progress", help="Écrire où l’on en est, pour un programme : un objet JSON par ligne."
    ),
    trial: bool = typer.Option(
        False,
        "--essai",
        help="Avec --progress : repartir du dernier modèle, pour apprendre plus vite. Pas pour la mise en service.",
    ),
) -> None:
    """Entraîner le modèle, si quelque chose a changé."""
    if trial and not progress:
        raise typer.BadParameter("--essai ne va qu’avec --progress.")
    from bot.cli.model import exit_when_stopped
    from bot.maintenance.project_declarations import DECLARATIONS
    from bot.process.settings import load_settings
    from bot.rasa_adapter.training import TrainingFailedError, train_with_json_progress
    from bot.rasa_adapter.training import train as train_model
    from bot.server.reloading.server_file import servers

    with exit_when_stopped():
        if progress:
            if not train_with_json_progress(sys.stdout, DECLARATIONS, trial=trial):
                raise typer.Exit(1)
            return
        try:
            settings = load_settings()
            train_model(settings.models, typer.echo, declarations=DECLARATIONS)
            if servers(settings.data):
                typer.echo("Le mettre en service, sans redémarrer : aiguilleur reload")
        except TrainingFailedError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error


@app.command()
def chat() -> None:
    """Converser dans le terminal."""
    from bot.channels.terminal import converse

    asyncio.run(converse(_assistant()))


@app.command()
def ask(
    text: str,
    explain: bool = typer.Option(False, "--explain", help="Montrer ce qui a été compris et pourquoi."),
    on: datetime | None = typer.Option(None, "--on", formats=["%Y-%m-%d"], help="Répondre à une date."),
) -> None:
    """Poser une question et lire la réponse : d’un serveur qui tourne, tout de suite, sinon du modèle entraîné."""
    from bot.cli.ask import ask_server
    from bot.process.settings import load_settings

    day = on.date() if on else None
    if ask_server(load_settings().data, text, explain=explain, on=day):
        return
    assistant = _assistant()
    from rich.console import Console

    from bot.channels.terminal import ask_once

    asyncio.run(ask_once(assistant, Console(), text, explain=explain, on=day))


@rules_app.command("table")
def table(
    as_csv: bool = typer.Option(False, "--csv", help="En CSV."),
    on: datetime | None = typer.Option(None, "--on", formats=["%Y-%m-%d"], help="À une date."),
) -> None:
    """Imprimer la matrice territoire × formation → organisme."""
    from rich.console import Console
    from rich.table import Table

    from rules.loading import load_programme
    from rules.matrix import courses, matrix

    programme = load_programme()
    lines = matrix(programme, on.date() if on else date.today())
    if as_csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(["code", "territoire", *courses(programme)])
        writer.writerows(lines)
        return
    shown = Table("code", "territoire", *courses(programme))
    for line in lines:
        shown.add_row(*line)
    Console().print(shown)


def _assistant() -> Assistant:
    """An assistant in this process, with the model that fits the files; a question never starts a training."""
    from bot.process.settings import load_settings
    from bot.rasa_adapter.training import trained_model

    settings = load_settings()
    model = trained_model(settings.models)
    if model is None:
        typer.echo(
            "Aucun modèle n’a appris les fichiers tels qu’ils sont. L’entraîner (quelques minutes) : make train",
            err=True,
        )
        raise typer.Exit(1)
    from bot.server.assembly import assemble

    return assemble(settings, model)


if __name__ == "__main__":
    main()
