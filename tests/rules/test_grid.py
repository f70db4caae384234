"""Tables written out into cells."""

from __future__ import annotations

from datetime import date

from rules.grid import Grid
from rules.model import UNSPECIFIED, Programme
from tests.rules.grids import TODAY, grid_of, row_of


def test_values_that_no_row_tells_apart_share_a_class() -> None:
    grid = grid_of(row_of("chaud", {"couleur": {"rouge"}}), row_of("froid", {"couleur": {"vert", "bleu"}}))
    (axis,) = grid.axes
    assert axis.members == (("rouge",), ("vert", "bleu"))
    assert axis.open_class is None


def test_unspecified_has_a_class_of_its_own_where_a_row_names_it() -> None:
    grid = grid_of(row_of("chaud", {"couleur": {"rouge", UNSPECIFIED}}), row_of("froid", {"couleur": {"vert", "bleu"}}))
    (axis,) = grid.axes
    assert axis.open_class is not None
    assert axis.members[axis.open_class] == (UNSPECIFIED,)
    assert axis.open_class not in axis.known_classes()


def test_two_sources_may_disagree_and_the_first_in_order_comes_first() -> None:
    rows = (row_of("neuf", source="site"), row_of("ancien", source="page"))
    assert [row.id for row in grid_of(*rows, reads=()).on(TODAY)[()]] == ["ancien", "neuf"]
    promoted = grid_of(*rows, reads=(), order=("site", "page"))
    assert [row.id for row in promoted.on(TODAY)[()]] == ["neuf", "ancien"]


def test_a_lower_source_does_not_answer_in_general_where_a_higher_one_tells_cases_apart() -> None:
    grid = grid_of(
        row_of("rouge", {"couleur": {"rouge"}}),
        row_of("autres", {"couleur": {"vert", "bleu"}}),
        row_of("site", {"couleur": {"rouge", "vert", "bleu", UNSPECIFIED}}, source="site"),
    )
    (axis,) = grid.axes
    assert axis.open_class is not None
    assert grid.on(TODAY)[(axis.open_class,)] == ()


def test_a_row_holds_on_its_first_and_its_last_day() -> None:
    grid = grid_of(
        row_of("avant", until=date(2024, 2, 29)),
        row_of("pendant", since=date(2024, 3, 1), until=date(2024, 6, 30)),
        row_of("apres", since=date(2024, 7, 1)),
        reads=(),
    )
    days = (date(2024, 2, 29), date(2024, 3, 1), date(2024, 6, 30), date(2024, 7, 1))
    assert [grid.on(day)[()][0].id for day in days] == ["avant", "pendant", "pendant", "apres"]


def test_the_shipped_tables_stay_small_though_there_are_109_territories(programme: Programme) -> None:
    for question, grid in programme.grids.items():
        assert isinstance(grid, Grid)
        places = [axis for axis in grid.axes if axis.fact == "territoire"]
        assert all(len([*axis.known_classes()]) <= 20 for axis in places), question
        assert sum(map(len, grid.cells)) < 8000, question


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
