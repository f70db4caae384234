"""The maintainers' commands on the files they edit."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.cli.diff import diff
from bot.cli.inbox import inbox_app
from bot.cli.prompts import write_once_agreed

if TYPE_CHECKING:
    from rules.errors import Finding


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(check)
    app.command()(diff)
    app.command("test")(hold)
    app.command()(new)
    app.command("changer")(change)
    app.command()(dates)
    app.command()(site)
    app.command()(reload)
    app.add_typer(inbox_app, name="inbox")
    app.command()(studio)
    app.command()(schemas)


def check(
    strict: bool = typer.Option(False, "--strict", help="Échouer aussi sur un avertissement."),
    online: bool = typer.Option(False, "--online", help="Essayer aussi chaque adresse (il faut le réseau)."),
    json: bool = typer.Option(False, "--json", help="Imprimer en JSON, pour les outils."),
    everything: bool = typer.Option(
        False, "--tout", help="Montrer en entier aussi ce qui était déjà là avant vos modifications."
    ),
) -> None:
    """Vérifier tout ce que les mainteneurs écrivent : faits, textes, hubs, exemples, adresses."""
    from bot.cli.check import run
    from bot.content.project_files import PROJECT
    from bot.process.settings import load_settings

    kept = load_settings().data / "verification"
    raise typer.Exit(run(PROJECT, strict=strict, online=online, json=json, everything=everything, kept=kept))


def new(
    kind: str = typer.Argument(
        ...,
        metavar="SORTE",
        help="Ce que l'on commence : faq, hub, recit ou changement (un fichier) ; organisme, source ou formation "
        "(des lignes dans les fichiers qu'il faut).",
    ),
    name: str = typer.Argument(..., metavar="NOM", help="Le nom du fichier, sans .yml ; de l'organisme, de la source…"),
    title: str = typer.Option("", "--titre", help="Le titre que les gens lisent ; sans lui, le nom."),
    words: str = typer.Option(
        "", "--mots", help="Organisme, formation : les mots qui le nomment, outre le titre, séparés par des virgules."
    ),
    url: str | None = typer.Option(None, "--adresse", help="Organisme, source : l'adresse de sa page."),
    before: str | None = typer.Option(
        None, "--avant", metavar="SOURCE", help="Source : celle avant laquelle elle répond ; sans elle, la dernière."
    ),
    source: str | None = typer.Option(None, "--source", help="Formation : la source qui en parle."),
    confirmed: bool = typer.Option(False, "--oui", help="Ne pas demander de confirmation."),
) -> None:
    """Commencer un fichier, ou des lignes, à partir d'un modèle qui dit quoi mettre où."""
    from bot.content.project_files import PROJECT
    from bot.maintenance.new.entries import ENTRIES, NewEntry
    from bot.maintenance.new.scaffold import KINDS, scaffold

    if kind in ENTRIES:
        named = tuple(word.strip() for word in words.split(",") if word.strip())
        edits = ENTRIES[kind](PROJECT, NewEntry(name, title or None, named, url, before, source))
        write_once_agreed(edits, PROJECT.root, confirmed=confirmed)
        typer.echo("C'est commencé. Compléter, puis : .venv/bin/aiguilleur check")
        return
    if kind not in KINDS:
        known = ", ".join((*KINDS, *ENTRIES))
        typer.echo(f"La sorte de fichier « {kind} » n'existe pas. Choisir parmi : {known}.", err=True)
        raise typer.Exit(1)
    edit = scaffold(PROJECT, kind, name, title or None, date.today())
    edit.write()
    typer.echo(f"{edit.path.relative_to(PROJECT.root)} est commencé. Le compléter, puis : .venv/bin/aiguilleur check")


def change(
    role: str | None = typer.Option(None, "--role", help="Ce qui change de mains (titre_complet)."),
    organisation: str | None = typer.Option(None, "--organisme", help="L'organisme qui le fera (organismes.yml)."),
    where: str | None = typer.Option(
        None, "--ou", help="Un département (86, Vienne), une région ou une zone ; plusieurs, séparés par des virgules."
    ),
    since: str | None = typer.Option(None, "--depuis", metavar="AAAA-MM-JJ", help="Le premier jour."),
    source: str | None = typer.Option(None, "--source", help="D'après quelle source (sources.yml)."),
    confirmed: bool = typer.Option(False, "--oui", help="Ne pas demander de confirmation."),
) -> None:
    """Dire qui fera quoi, où et depuis quand : une ligne dans roles.yml. Ce qui n'est pas donné est demandé."""
    from bot.cli.change import run
    from bot.content.project_files import PROJECT

    answers = {"role": role, "organisme": organisation, "ou": where, "depuis": since, "source": source}
    run(PROJECT, answers, confirmed=confirmed)


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


def dates() -> None:
    """Lister ce qui change à une date à venir, et ce qui est à relire."""
    from bot.cli.dates import lines
    from bot.content.project_files import PROJECT

    for line in lines(PROJECT, date.today()):
        typer.echo(line)


def site(
    folder: Path = typer.Argument(Path("var/site"), metavar="[DOSSIER]", help="Où faire le site."),
    on: datetime | None = typer.Option(None, "--on", formats=["%Y-%m-%d"], help="Faire le site d’une date."),
    address: str = typer.Option(
        "", "--adresse", metavar="URL", help="Où le site sera en ligne (pour sitemap.xml et les moteurs de recherche)."
    ),
    window: str = typer.Option(
        "", "--fenetre", metavar="URL", help="Le serveur dont la fenêtre s’affiche sur le site."
    ),
    hub: str = typer.Option("", "--hub", help="Le hub de cette fenêtre (stories/hubs)."),
) -> None:
    """Faire un site de toutes les réponses, avec leurs cartes : des pages à mettre en ligne telles quelles."""
    from bot.maintenance.site.online import Online
    from bot.maintenance.site.output import SiteError, make_site

    try:
        online = Online(address.rstrip("/"), window.rstrip("/"), hub)
        made = make_site(folder, on.date() if on else date.today(), online=online)
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
    address: str = typer.Option("", "--adresse", help="À plusieurs : l’adresse publique, https://studio.exemple.fr."),
    header: str = typer.Option("", "--entete-utilisateur", help="À plusieurs : l’en-tête qui dit qui est là."),
) -> None:
    """Essayer et modifier textes, FAQ, organismes et rôles dans le navigateur, sur cette machine."""
    from bot.content.project_files import PROJECT
    from bot.maintenance.studio.access import trusted_proxy
    from bot.maintenance.studio.pages import Editor
    from bot.maintenance.studio.server import run
    from bot.process.settings import load_settings

    if editor not in {known.value for known in Editor}:
        typer.echo(
            f"« {editor} » n'est pas connu. Choisir parmi : {', '.join(known.value for known in Editor)}.", err=True
        )
        raise typer.Exit(1)
    try:
        proxy = trusted_proxy(address, header)
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    browser = not (no_browser or proxy)
    run(PROJECT, load_settings(), port, Editor(editor), mailbox, proxy, browser=browser, say=typer.echo)


def schemas() -> None:
    """Refaire ce que les éditeurs montrent des clés (.vscode) et la page des clés (docs/cles.md)."""
    from bot.content.project_files import PROJECT
    from bot.maintenance.schemas.output import write_schemas

    for path in write_schemas(PROJECT):
        typer.echo(path.relative_to(PROJECT.root))
