"""Dates that have passed: reviews due, rows that never hold, sources dated by the day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from babel.dates import get_month_names

from bot.content.loading import PROGRAMME
from bot.maintenance.check.inputs import CheckInputs
from rules.errors import Finding
from rules.grid import Grid
from rules.model import UNSPECIFIED, Place, Programme, Row

_MONTHS = "|".join(name for language in ("fr", "en") for name in get_month_names("wide", locale=language).values())
_DAY = re.compile(
    rf"\b\d{{1,2}}(?:er|st|nd|rd|th)?(?: of)? (?:{_MONTHS})|(?:{_MONTHS}) \d{{1,2}}(?!\d)|\d{{1,2}}/\d{{1,2}}/", re.I
)
_YEAR = re.compile(r"\b(20\d\d)\b")


def date_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Reviews that are due, and dates that cannot be right."""
    programme = inputs.content.get(PROGRAMME)
    if programme is None:
        return
    for table in programme.tables.values():
        yield from _reviews(inputs, table.rows, table.place)
    yield from _never_holding(programme)
    yield from _published(inputs)


def _reviews(inputs: CheckInputs, rows: tuple[Row, ...], table: Place) -> Iterator[Finding]:
    """The reviews due: once for a table's default date, and at each row with its own."""
    document = inputs.documents.get(table.file)
    if document is None:
        return
    by_default: list[Row] = []
    for row in rows:
        own = inputs.row_place(row.place, "a_relire_avant")
        where = own if own != row.place else None
        if row.review_due(inputs.today):
            if where is None and "par_defaut" in document.content:
                by_default.append(row)
            else:
                yield _due(where or row.place, f"la ligne « {row.id} » était", row.review_before)
        if row.reviewed > inputs.today:
            place = inputs.row_place(row.place, "relu")
            problem = f"la ligne « {row.id} » a été relue le {row.reviewed:%Y-%m-%d}, qui n'est pas encore là"
            yield Finding(place, problem, "corriger « relu »", "warning")
    if by_default:
        many = f"{len(by_default)} lignes étaient" if len(by_default) > 1 else "une ligne était"
        yield _due(document.place("par_defaut", "a_relire_avant"), many, by_default[0].review_before)


def _due(place: Place, what: str, due: date) -> Finding:
    remedy = "relire avec la source, puis mettre la date du jour à « relu » et une date future à « a_relire_avant »"
    return Finding(place, f"{what} à relire avant le {due:%Y-%m-%d}", remedy, "warning")


def _never_holding(programme: Programme) -> Iterator[Finding]:
    """Rows that hold in no case and on no day, with the reason."""
    for question, grid in programme.grids.items():
        if isinstance(grid, Grid):
            holding = {row.id for cells in grid.cells for rows in cells.values() for row in rows}
            for row in grid.table.rows:
                if row.id not in holding:
                    yield _never(question, row, _in_front(grid, row))


def _never(question: str, row: Row, in_front: Row | None) -> Finding:
    empty = next((fact for fact, values in row.when if not values), None)
    if empty:
        problem = f"la ligne « {row.id} » ne vaut jamais : « {empty} » n'a aucune valeur dans son « quand »"
        return Finding(row.place, problem, "corriger « quand » : une valeur, une zone ou une liste", "warning")
    if in_front is None:
        problem = f"la ligne « {row.id} » ne vaut jamais : d'autres lignes répondent dans tous ses cas"
        return Finding(row.place, problem, "corriger « quand » ou les dates, ou retirer la ligne", "warning")
    problem = (
        f"la ligne « {row.id} », qui répond en général, ne répond plus : la source « {in_front.source} » "
        f"passe devant la sienne (« {row.source} »), et « {in_front.id} » ({in_front.place}) ne dit que certains cas"
    )
    remedy = (
        f"garder cette ligne, et la faire passer devant dans sources.yml (« priorites: {{{question}: [{row.id}]}} »), "
        f"ou y descendre « {in_front.source} » sous « {row.source} »"
    )
    return Finding(row.place, problem, remedy, "warning")


def _in_front(grid: Grid, row: Row) -> Row | None:
    """A row of a higher source, overlapping in time, that keeps a general row from answering."""
    if not any(UNSPECIFIED in values for _, values in row.when):
        return None
    for other in grid.tried:
        if grid.table.rank(other) >= grid.table.rank(row):
            return None
        if (other.since or date.min) <= (row.until or date.max) and (row.since or date.min) <= (
            other.until or date.max
        ):
            return other
    return None


def _published(inputs: CheckInputs) -> Iterator[Finding]:
    """Sources with a day, which nobody remembers, or a future year."""
    for text in inputs.texts:
        if len(text.key) < 2 or text.key[-2] != "publie":
            continue
        if _DAY.search(text.text):
            remedy = "n'écrire que le mois et l'année, ou l'année"
            yield Finding(text.place, f"« publie » donne un jour : « {text.text} »", remedy, "warning")
        years = [int(year) for year in _YEAR.findall(text.text)]
        if years and max(years) > inputs.today.year:
            yield Finding(text.place, f"« publie » est dans l'avenir : « {text.text} »", "corriger l'année", "warning")
