"""Small tables of colours and sizes, written out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rules.facts import FactDefinition
from rules.grid import Grid, build_grid
from rules.model import Consequence, Place, Row, Table, Text

TODAY = date(2026, 11, 25)
HERE = Path("table.yml")
FACTS = {
    "couleur": FactDefinition("couleur", ("rouge", "vert", "bleu"), ()),
    "taille": FactDefinition("taille", ("petit", "grand"), ()),
}


def row_of(
    name: str,
    when: dict[str, set[str]] | None = None,
    source: str = "page",
    since: date | None = None,
    until: date | None = None,
) -> Row:
    """A row whose text has its name."""
    return Row(
        id=name,
        when=tuple((fact, frozenset(values)) for fact, values in (when or {}).items()),
        then=Consequence(name, known=True),
        source=source,
        section="",
        published=None,
        since=since,
        until=until,
        facts=(),
        reviewed=TODAY,
        review_before=date(2027, 5, 31),
        place=Place(HERE, len(name)),
    )


def grid_of(
    *rows: Row,
    reads: tuple[str, ...] = ("couleur",),
    order: tuple[str, ...] = ("page", "site"),
    question: str = "essai",
) -> Grid:
    """Rows as a table, written out."""
    table = Table(question, Text("", ""), reads, rows, order, (), Place(HERE, 1))
    return build_grid(table, FACTS)
