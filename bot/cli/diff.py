"""`aiguilleur diff`. Heavy imports wait until the command runs."""

from __future__ import annotations

from pathlib import Path

import typer


def diff(
    revision: str = typer.Argument("HEAD", metavar="[REV]", help="Avec quoi comparer : un commit, une branche."),
    page: Path | None = typer.Option(None, "--page", metavar="FICHIER", help="Écrire aussi une page HTML."),
    markdown: bool = typer.Option(False, "--markdown", help="Écrire en Markdown, pour un commentaire."),
    without_understanding: bool = typer.Option(
        False, "--sans-comprehension", help="Ne pas comparer ce qui est compris."
    ),
    explanations: bool = typer.Option(False, "--pourquoi", help="Montrer aussi les « Pourquoi ? » qui changent seuls."),
    exit_code: bool = typer.Option(False, "--exit-code", help="Finir par 1 si quelque chose change."),
) -> None:
    """Montrer ce qu'une modification change pour les conseillers : réponses, textes, phrases comprises autrement."""
    from rich.console import Console

    from bot.maintenance.diff.page_report import comment
    from bot.maintenance.diff.page_report import page as as_page
    from bot.maintenance.diff.report import compare
    from bot.maintenance.diff.revisions import RevisionError
    from bot.maintenance.diff.terminal_report import show
    from bot.process.settings import load_settings

    models = None if without_understanding else load_settings().compared_models
    try:
        report = compare(revision, models=models, say=lambda message: typer.echo(message, err=True))
    except RevisionError as error:
        typer.echo(f"Rien n’est comparé : {error}", err=True)
        raise typer.Exit(2) from error
    if page:
        page.write_text(as_page(report), encoding="utf-8")
        typer.echo(f"Page écrite : {page}", err=True)
    if markdown:
        typer.echo(comment(report))
    else:
        show(report, Console(), explanations=explanations)
    if exit_code and not report.empty:
        raise typer.Exit(1)
