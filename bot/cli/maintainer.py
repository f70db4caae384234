"""The maintainers' commands on the files they edit."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.cli.diff import diff
from bot.cli.inbox import inbox_app

if TYPE_CHECKING:
    from rules.errors import Finding


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(check)
    app.command()(diff)
    app.command("test")(hold)
    app.command()(new)
    app.command()(site)
    app.command()(reload)
    app.add_typer(inbox_app, name="inbox")
    app.command()(studio)


def check(
    strict: bool = typer.Option(False, "--strict", help="Échouer aussi sur un avertissement."),
    online: bool = typer.Option(False, "--online", help="Essayer aussi chaque adresse (il faut le réseau)."),
    json: bool = typer.Option(False, "--json", help="Imprimer en JSON, pour les outils."),
) -> None:
    """Vérifier tout ce que les mainteneurs écrivent : faits, textes, hubs, exemples, adresses."""
    from bot.cli.check import run
    from bot.content.project_files import PROJECT

    raise typer.Exit(run(PROJECT, strict=strict, online=online, json=json))


def new(
    kind: str = typer.Argument(..., metavar="SORTE", help="Ce que l'on commence : faq, hub, recit ou changement."),
    name: str = typer.Argument(..., metavar="NOM", help="Le nom du fichier, sans .yml."),
    title: str = typer.Option("", "--titre", help="Le titre que les gens lisent ; sans lui, le nom du fichier."),
) -> None:
    """Commencer un fichier à partir d'un modèle qui dit quoi mettre où."""
    from bot.content.project_files import PROJECT
    from bot.maintenance.new.scaffold import KINDS, scaffold

    if kind not in KINDS:
        typer.echo(f"La sorte de fichier « {kind} » n'existe pas. Choisir parmi : {', '.join(KINDS)}.", err=True)
        raise typer.Exit(1)
    path = scaffold(PROJECT, kind, name, title or None, date.today())
    typer.echo(f"{path.relative_to(PROJECT.root)} est commencé. Le compléter, puis : .venv/bin/aiguilleur check")


def hold(
    pattern: str = typer.Argument("", metavar="[MOTIF]", help="Seulement les dialogues dont le nom contient ce texte."),
) -> None:
    """Tenir les dialogues de tests/dialogues avec l'assistant, et dire ceux qui échouent."""
    from bot.cli.model import model_to_answer_with
    from bot.content.project_files import PROJECT
    from bot.maintenance.dialogues.files import read_dialogues
    from bot.maintenance.dialogues.runner import run
    from bot.process.settings import load_settings
    from bot.server.assembly import apart

    dialogues = [
        dialogue for dialogue in read_dialogues(PROJECT.dialogues) if pattern.casefold() in dialogue.name.casefold()
    ]
    if not dialogues:
        typer.echo(f"Aucun dialogue de tests/dialogues n'a « {pattern} » dans son nom.", err=True)
        raise typer.Exit(1)
    with apart(model_to_answer_with(load_settings())) as assistant:

        async def failures() -> list[list[Finding]]:
            return [await run(dialogue, assistant) for dialogue in dialogues]

        found = [findings for findings in asyncio.run(failures()) if findings]
    for finding in (finding for findings in found for finding in findings):
        typer.echo(str(finding), err=True)
    typer.echo(f"Dialogues tenus : {len(dialogues)}, en échec : {len(found)}.")
    if found:
        raise typer.Exit(1)


def site(
    folder: Path = typer.Argument(Path("var/site"), metavar="[DOSSIER]", help="Où faire le site."),
    on: datetime | None = typer.Option(None, "--on", formats=["%Y-%m-%d"], help="Faire le site d’une date."),
) -> None:
    """Faire un site de toutes les réponses, avec leurs cartes : des pages à mettre en ligne telles quelles."""
    from bot.maintenance.site.output import SiteError, make_site

    try:
        made = make_site(folder, on.date() if on else date.today())
    except SiteError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{made.pages} pages dans {folder}. Pour les lire, ouvrir {folder / 'index.html'}.")


def reload() -> None:
    """Mettre en service les textes, les faits, les hubs et le lexique tels qu'ils sont, sans redémarrer le serveur."""
    from bot.cli.reload import reload_servers
    from bot.process.settings import load_settings

    outcomes = []
    for message, well in reload_servers(load_settings().data):
        typer.echo(message, err=not well)
        outcomes.append(well)
    if not all(outcomes):
        raise typer.Exit(1)


def studio(
    port: int = typer.Option(8100, "--port", min=0, max=65535, help="Le port ; un port libre s’il est pris."),
    no_browser: bool = typer.Option(False, "--sans-navigateur", help="Ne pas ouvrir le navigateur."),
    editor: str = typer.Option("aucun", "--editeur", help="Ouvrir les fichiers dans : vscode, vscodium, idea, zed."),
    mailbox: Path | None = typer.Option(None, "--boite", metavar="FICHIER", help="Lire une boîte exportée (JSON)."),
) -> None:
    """Essayer ses modifications dans le navigateur, sur cette machine, à mesure qu’on enregistre les fichiers."""
    from bot.content.project_files import PROJECT
    from bot.maintenance.studio.pages import Editor
    from bot.maintenance.studio.server import run
    from bot.process.settings import load_settings

    if editor not in {known.value for known in Editor}:
        typer.echo(
            f"« {editor} » n'est pas connu. Choisir parmi : {', '.join(known.value for known in Editor)}.", err=True
        )
        raise typer.Exit(1)
    run(PROJECT, load_settings(), port, Editor(editor), mailbox, browser=not no_browser, say=typer.echo)
