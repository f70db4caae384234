"""The proof of tables: each cell holds exactly what it should, and one mistake is told once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rules.errors import Finding
from rules.facts import FactDefinition
from rules.grid import Grid, build_grid
from rules.model import UNSPECIFIED, Consequence, Place, Row, Table, Text
from rules.proof import proof

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


VALUES = Place(Path("faits.yml"), 7)


def _findings(*grids: Grid) -> list[Finding]:
    return list(proof(grids, lambda _fact, _value: VALUES, TODAY))


def _problems(*grids: Grid) -> list[str]:
    return [finding.problem for finding in _findings(*grids)]


def test_a_gap_or_an_overlap_of_one_day_between_two_rows_is_found() -> None:
    grid = grid_of(row_of("avant", until=date(2024, 3, 1)), row_of("apres", since=date(2024, 3, 1)), reads=())
    (problem,) = _problems(grid)
    assert all(words in problem for words in ("« avant »", "« apres »", "pour le 2024-03-01"))
    grid = grid_of(row_of("avant", until=date(2024, 2, 28)), row_of("apres", since=date(2024, 3, 1)), reads=())
    assert _problems(grid) == [
        "table « essai » : rien ne répond après « avant », qui finit le 2024-02-28, pour le 2024-02-29"
    ]


def test_a_lower_source_does_not_answer_in_general_where_a_higher_one_tells_cases_apart() -> None:
    grid = grid_of(
        row_of("rouge", {"couleur": {"rouge"}}),
        row_of("autres", {"couleur": {"vert", "bleu"}}),
        row_of("site", {"couleur": {"rouge", "vert", "bleu", UNSPECIFIED}}, source="site"),
    )
    (axis,) = grid.axes
    assert axis.open_class is not None
    assert grid.on(TODAY)[(axis.open_class,)] == ()


def test_value_that_no_table_answers_is_reported_once_where_it_is_written() -> None:
    """Of a new value each table that reads its fact lacks the rows."""
    grids = [
        grid_of(row_of("chaud", {"couleur": {"rouge"}}), row_of("froid", {"couleur": {"vert"}}), question=question)
        for question in ("prix", "delais", "lieu")
    ]
    (finding,) = _findings(*grids)
    assert finding.place == VALUES
    assert finding.problem.startswith("rien ne répond à « couleur: bleu » dans les tables prix, delais, lieu : ")
    assert "« quand: {couleur: bleu} »" in finding.remedy


def test_row_that_ends_with_nothing_after_it_is_reported_once_at_the_row() -> None:
    rows = (row_of("petits", {"taille": {"petit"}}, until=date(2026, 12, 31)), row_of("grands", {"taille": {"grand"}}))
    (finding,) = _findings(grid_of(*rows, reads=("couleur", "taille")))
    assert finding.place == rows[0].place
    assert "rien ne répond après « petits », qui finit le 2026-12-31" in finding.problem
    assert "depuis: 2027-01-01" in finding.remedy
