"""Tables written out into cells, and the proof that each cell holds exactly what it should."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rules.grid import Grid, build_grid, proof
from rules.model import (
    UNSPECIFIED,
    Consequence,
    FactDefinition,
    Place,
    Programme,
    Row,
    Table,
    Text,
)

TODAY = date(2026, 11, 25)
HERE = Path("table.yml")
FACTS = {
    "couleur": FactDefinition("couleur", ("rouge", "vert", "bleu"), ()),
    "taille": FactDefinition("taille", ("petit", "grand"), ()),
}


def _row(
    name: str,
    when: dict[str, set[str]] | None = None,
    source: str = "page",
    since: date | None = None,
    until: date | None = None,
) -> Row:
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


def _grid(*rows: Row, reads: tuple[str, ...] = ("couleur",), order: tuple[str, ...] = ("page", "site")) -> Grid:
    table = Table("essai", Text("", ""), reads, rows, order, (), Place(HERE, 1))
    return build_grid(table, FACTS, ())


def _problems(grid: Grid) -> list[str]:
    return [finding.problem for finding in proof(grid, TODAY)]


def test_values_that_no_row_tells_apart_share_a_class() -> None:
    grid = _grid(_row("chaud", {"couleur": {"rouge"}}), _row("froid", {"couleur": {"vert", "bleu"}}))
    (axis,) = grid.axes
    assert axis.members == (("rouge",), ("vert", "bleu"))
    assert axis.open_class is None


def test_unspecified_has_a_class_of_its_own_where_a_row_names_it() -> None:
    grid = _grid(_row("chaud", {"couleur": {"rouge", UNSPECIFIED}}), _row("froid", {"couleur": {"vert", "bleu"}}))
    (axis,) = grid.axes
    assert axis.open_class is not None
    assert axis.members[axis.open_class] == (UNSPECIFIED,)
    assert axis.open_class not in axis.known_classes()


def test_a_complete_table_without_overlap_is_proved() -> None:
    grid = _grid(_row("chaud", {"couleur": {"rouge"}}), _row("froid", {"couleur": {"vert", "bleu"}}))
    assert _problems(grid) == []


def test_cell_without_a_row_is_reported_with_its_witness() -> None:
    grid = _grid(_row("chaud", {"couleur": {"rouge"}}), _row("froid", {"couleur": {"vert"}}))
    assert _problems(grid) == [f"table « essai » : aucune ligne pour couleur = bleu × le {TODAY}"]


def test_cell_empty_in_several_intervals_is_reported_once() -> None:
    grid = _grid(
        _row("avant", {"couleur": {"rouge", "vert"}}, until=date(2024, 2, 29)),
        _row("apres", {"couleur": {"rouge", "vert"}}, since=date(2024, 3, 1)),
    )
    assert _problems(grid) == ["table « essai » : aucune ligne pour couleur = bleu × le 2024-02-29"]


def test_a_gap_of_one_day_between_two_rows_is_found() -> None:
    grid = _grid(_row("avant", until=date(2024, 2, 28)), _row("apres", since=date(2024, 3, 1)), reads=())
    assert _problems(grid) == ["table « essai » : aucune ligne pour le 2024-02-29"]


def test_an_overlap_of_one_day_between_two_rows_is_found() -> None:
    grid = _grid(_row("avant", until=date(2024, 3, 1)), _row("apres", since=date(2024, 3, 1)), reads=())
    (problem,) = _problems(grid)
    assert "« avant »" in problem
    assert "« apres »" in problem
    assert problem.endswith("pour le 2024-03-01")


def test_one_source_may_not_say_two_things_of_a_case_of_two_facts() -> None:
    grid = _grid(_row("tout"), _row("precis", {"couleur": {"vert"}, "taille": {"grand"}}), reads=("couleur", "taille"))
    (problem,) = _problems(grid)
    assert problem.endswith(f"pour couleur = vert × taille = grand × le {TODAY}")


def test_two_sources_may_disagree_and_the_first_in_order_comes_first() -> None:
    rows = (_row("neuf", source="site"), _row("ancien", source="page"))
    assert _problems(_grid(*rows, reads=())) == []
    assert [row.id for row in _grid(*rows, reads=()).on(TODAY)[()]] == ["ancien", "neuf"]
    promoted = _grid(*rows, reads=(), order=("site", "page"))
    assert [row.id for row in promoted.on(TODAY)[()]] == ["neuf", "ancien"]


def test_unspecified_needs_no_row_since_the_engine_can_ask() -> None:
    grid = _grid(
        _row("rouge", {"couleur": {"rouge"}}),
        _row("autres", {"couleur": {"vert", "bleu"}}),
        _row("petit", {"taille": {UNSPECIFIED}, "couleur": {"rouge"}}, source="site"),
        reads=("couleur", "taille"),
    )
    assert _problems(grid) == []


def test_a_lower_source_does_not_answer_in_general_where_a_higher_one_tells_cases_apart() -> None:
    grid = _grid(
        _row("rouge", {"couleur": {"rouge"}}),
        _row("autres", {"couleur": {"vert", "bleu"}}),
        _row("site", {"couleur": {"rouge", "vert", "bleu", UNSPECIFIED}}, source="site"),
    )
    (axis,) = grid.axes
    assert axis.open_class is not None
    assert grid.on(TODAY)[(axis.open_class,)] == ()


def test_a_row_holds_on_its_first_and_its_last_day() -> None:
    grid = _grid(
        _row("avant", until=date(2024, 2, 29)),
        _row("pendant", since=date(2024, 3, 1), until=date(2024, 6, 30)),
        _row("apres", since=date(2024, 7, 1)),
        reads=(),
    )
    days = (date(2024, 2, 29), date(2024, 3, 1), date(2024, 6, 30), date(2024, 7, 1))
    assert [grid.on(day)[()][0].id for day in days] == ["avant", "pendant", "pendant", "apres"]


def test_the_shipped_tables_stay_small_though_there_are_109_territories(programme: Programme) -> None:
    for question, grid in programme.grids.items():
        assert isinstance(grid, Grid)
        assert sum(map(len, grid.cells)) < 2000, question


def test_the_classes_of_every_shipped_axis_part_the_whole_domain(programme: Programme) -> None:
    for grid in programme.grids.values():
        assert isinstance(grid, Grid)
        for axis in grid.axes:
            members = [value for index in axis.known_classes() for value in axis.members[index]]
            assert sorted(members) == sorted(programme.facts[axis.fact].values)


def test_rows_that_name_the_hub_tell_the_departments_of_two_hubs_apart(programme: Programme) -> None:
    grid = programme.grids["organisme"]
    assert isinstance(grid, Grid)
    (axis,) = (axis for axis in grid.axes if axis.fact == "territoire")
    for hub in programme.hubs:
        assert len({axis.class_of[code] for code in hub.departments if code not in ("40", "64")}) == 1
    assert axis.class_of["75"] != axis.class_of["59"]
