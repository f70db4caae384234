"""`aiguilleur stats`: what advisers ask and its outcome, in numbers without persons. Rasa is not needed."""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING, Final

import typer

from bot.cli.options import DATABASE_TO_READ

if TYPE_CHECKING:
    from bot.storage.statistics import Statistics, Table

_MEASURES: Final = {
    "conversations": "conversations",
    "questions": "questions",
    "unanswered": "sans réponse",
    "useful": "avis utiles",
    "not_useful": "avis pas utiles",
}
_TABLES: Final = (
    ("periods", "Par {pas}", tuple(_MEASURES)),
    ("channels", "Par canal", tuple(_MEASURES)),
    ("topics", "Par sujet", ("questions", "unanswered", "useful", "not_useful")),
    ("hubs", "Par hub", ("unanswered", "useful", "not_useful")),
)
_NO_NAME: Final = "(sans)"


class Grouping(str, Enum):
    """What the numbers are grouped by."""

    JOUR = "jour"
    SEMAINE = "semaine"


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("stats")(stats)


def stats(
    days: int = typer.Option(28, "--jours", min=1, max=730, help="Sur combien de jours, celui-ci compris."),
    period: Grouping = typer.Option(Grouping.SEMAINE, "--par", help="Grouper par jour ou par semaine."),
    as_json: bool = typer.Option(False, "--json", help="Écrire en JSON."),
    database: str | None = DATABASE_TO_READ,
) -> None:
    """Compter conversations, questions, avis et abonnés aux alertes, sans personne : rien n'est dit au-dessous de 5."""
    from bot.storage.statistics import read_statistics
    from bot.storage.stores import open_stores

    with open_stores(database) as stores:
        found = read_statistics(stores.database, days, period.value)
    if as_json:
        typer.echo(json.dumps(_data(found), ensure_ascii=False, indent=2))
        return
    typer.echo(f"Depuis le {found.since.date().isoformat()} (heure UTC). « < 5 » : trop peu pour être dit ;")
    typer.echo("« – » : tu, car il ferait deviner un nombre trop petit.")
    for name, title, measures in _TABLES:
        typer.echo(f"\n{title.format(pas=period.value)}")
        for line in _lines(getattr(found, name), measures):
            typer.echo(f"  {line}")
    typer.echo(f"\nAbonnés aux alertes de Telegram, aujourd'hui : {_subscribers(found)}")


def _lines(table: Table, measures: tuple[str, ...]) -> list[str]:
    """A table in columns; if it is empty, a line that says so."""
    from bot.storage.statistics import columns

    if not table:
        return ["rien"]
    cells = columns(table, measures)
    rows = [["", *(_MEASURES[measure] for measure in measures)]]
    rows += [[row or _NO_NAME, *(cells[measure][row] for measure in measures)] for row in sorted(table)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]


def _data(found: Statistics) -> dict[str, object]:
    """The numbers for JSON, as text, since "< 5" is no number."""
    from bot.storage.statistics import columns

    tables = {}
    for name, _title, measures in _TABLES:
        table: Table = getattr(found, name)
        cells = columns(table, measures)
        tables[name] = {row: {measure: cells[measure][row] for measure in measures} for row in sorted(table)}
    return {"since": found.since.date().isoformat(), **tables, "subscribers": _subscribers(found)}


def _subscribers(found: Statistics) -> str:
    from bot.storage.statistics import shown

    return shown({"": found.subscribers})[""]
