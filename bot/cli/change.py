"""`aiguilleur changer`: asks who will do what, where and from when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import typer

from bot.cli.prompts import write_once_agreed
from bot.content.project_files import ProjectFiles
from bot.maintenance.role_changes import MOST_SHOWN, RoleNames
from rules.errors import ProgrammeError

T = TypeVar("T")


def run(files: ProjectFiles, given: Mapping[str, str | None], *, confirmed: bool) -> None:
    """Show the line that a change adds, and write it.

    Args:
        files: the project's files.
        given: `role`, `organisme`, `ou`, `depuis` and `source`, as far as given; the others are asked for.
        confirmed: write without asking.

    Raises:
        ProgrammeError: a given value is invalid, or the files have mistakes.
    """
    names = RoleNames(files)
    roles = ", ".join(names.roles[:MOST_SHOWN])
    role = _taken(given["role"], f"Quel rôle ({roles}) ?", names.role)
    organisation = _taken(given["organisme"], "Quel organisme le fera ?", names.organisation)
    places = _taken(given["ou"], "Où (86, Vienne, une région, une zone) ?", names.places)
    since = _taken(given["depuis"], "Depuis quel jour (AAAA-MM-JJ) ?", names.day)
    source = _taken(given["source"], "D'après quelle source (son id) ?", names.source)
    edit = names.change(role, organisation, places, since, source).edit(files)
    write_once_agreed([edit], files.root, confirmed=confirmed)
    typer.echo(
        f"C'est écrit, à partir du {since:%d/%m/%Y}. "
        "Vérifier : .venv/bin/aiguilleur check, puis .venv/bin/aiguilleur diff"
    )


def _taken(given: str | None, question: str, read: Callable[[str], T]) -> T:
    """The given value, or one asked for until it is valid; an invalid given value ends the command."""
    if given is not None:
        return read(given)
    while True:
        try:
            return read(typer.prompt(question))
        except ProgrammeError as error:
            for finding in error.findings:
                typer.echo(f"{finding.problem} : {finding.remedy}", err=True)
