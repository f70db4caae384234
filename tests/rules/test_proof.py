"""The proof of tables: each cell holds exactly what it should, and one mistake is told once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rules.errors import Finding
from rules.grid import Grid
from rules.model import UNSPECIFIED, Place
from rules.proof import proof
from tests.rules.grids import TODAY, grid_of, row_of

VALUES = Place(Path("faits.yml"), 7)


def _findings(*grids: Grid) -> list[Finding]:
    return list(proof(grids, lambda _fact, _value: VALUES, TODAY))


def _problems(*grids: Grid) -> list[str]:
    return [finding.problem for finding in _findings(*grids)]


def test_a_complete_table_without_overlap_is_proved() -> None:
    grid = grid_of(row_of("chaud", {"couleur": {"rouge"}}), row_of("froid", {"couleur": {"vert", "bleu"}}))
    assert _problems(grid) == []


def test_cell_without_a_row_is_reported_with_its_witness() -> None:
    grid = grid_of(row_of("chaud", {"couleur": {"rouge"}}), row_of("froid", {"couleur": {"vert"}}))
    assert _problems(grid) == [f"table « essai » : aucune ligne pour couleur = bleu × le {TODAY}"]


def test_cell_empty_in_several_intervals_is_reported_once() -> None:
    grid = grid_of(
        row_of("avant", {"couleur": {"rouge", "vert"}}, until=date(2024, 2, 29)),
        row_of("apres", {"couleur": {"rouge", "vert"}}, since=date(2024, 3, 1)),
    )
    assert _problems(grid) == ["table « essai » : aucune ligne pour couleur = bleu × le 2024-02-29"]


def test_a_gap_of_one_day_between_two_rows_is_found() -> None:
    grid = grid_of(row_of("avant", until=date(2024, 2, 28)), row_of("apres", since=date(2024, 3, 1)), reads=())
    assert _problems(grid) == [
        "table « essai » : rien ne répond après « avant », qui finit le 2024-02-28, pour le 2024-02-29"
    ]


def test_an_overlap_of_one_day_between_two_rows_is_found() -> None:
    grid = grid_of(row_of("avant", until=date(2024, 3, 1)), row_of("apres", since=date(2024, 3, 1)), reads=())
    (problem,) = _problems(grid)
    assert "« avant »" in problem
    assert "« apres »" in problem
    assert problem.endswith("pour le 2024-03-01")


def test_one_source_may_not_say_two_things_of_a_case_of_two_facts() -> None:
    grid = grid_of(
        row_of("tout"), row_of("precis", {"couleur": {"vert"}, "taille": {"grand"}}), reads=("couleur", "taille")
    )
    (problem,) = _problems(grid)
    assert problem.endswith(f"pour couleur = vert × taille = grand × le {TODAY}")


def test_unspecified_needs_no_row_since_the_engine_can_ask() -> None:
    grid = grid_of(
        row_of("rouge", {"couleur": {"rouge"}}),
        row_of("autres", {"couleur": {"vert", "bleu"}}),
        row_of("petit", {"taille": {UNSPECIFIED}, "couleur": {"rouge"}}, source="site"),
        reads=("couleur", "taille"),
    )
    assert _problems(grid) == []


def test_two_sources_may_say_two_things_of_a_case() -> None:
    assert _problems(grid_of(row_of("neuf", source="site"), row_of("ancien", source="page"), reads=())) == []


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


def test_row_that_doubles_several_others_is_reported_once() -> None:
    rows = [row_of(colour, {"couleur": {colour}}) for colour in ("rouge", "vert", "bleu")]
    (problem,) = _problems(grid_of(*rows, row_of("tout")))
    assert all(f"« {row.id} »" in problem for row in rows)
    assert "et « tout » de la même source" in problem
