"""Figures and units in what an adviser writes."""

from __future__ import annotations

from nlu.entities.figures import FigureFinder
from tests.support.tables import each_row

FINDER = FigureFinder.load()


@each_row(
    ("text", "figures"),
    [
        ("140 h sur 17 semaines ?", [(140, "heures"), (17, "semaines")]),
        ("deux modules, c'est 600 euros ?", [(2, "modules"), (600, "prix")]),
        ("two days a week for 17 weeks, right?", [(2, "jours_par_semaine"), (17, "semaines")]),
        ("l'inscription prend 2h15 ?", [(135, "minutes")]),
        ("en 2026, dans le 40", [(2026, None), (40, None)]),
    ],
)
def test_figures_have_their_units(text: str, figures: list[tuple[int, str | None]]) -> None:
    assert [(figure.value, figure.unit) for figure in FINDER.find(text)] == figures


def test_rough_figures_are_known_as_such() -> None:
    assert [figure.is_rough for figure in FINDER.find("385 h, presque 400 h")] == [False, True]


def test_unit_without_a_figure_is_asked_for() -> None:
    assert FINDER.units("en semaines, le parcours de 315h ?") == ("semaines",)
    assert FINDER.units("c'est 400 h ?") == ()


def test_text_without_its_figures_states_nothing_by_them() -> None:
    without = FINDER.without("donc 175 h pour moi, en 2026 ?")
    assert "175" not in without
    assert "pour moi" in without
