"""Figures and units in what an adviser writes."""

from __future__ import annotations

from nlu.entities.figures import FigureFinder
from tests.support.tables import each_row

FINDER = FigureFinder.load()


@each_row(
    ("text", "figures"),
    [
        ("c'est 400h, c'est vrai ?", [(400, "heures")]),
        ("140 h sur 17 semaines ?", [(140, "heures"), (17, "semaines")]),
        ("deux modules, c'est 600 euros ?", [(2, "modules"), (600, "prix")]),
        ("two days a week for 17 weeks, right?", [(2, "jours_par_semaine"), (17, "semaines")]),
        ("l'inscription prend 2h15 ?", [(135, "minutes")]),
        ("a 70-hour track", [(70, "heures")]),
        ("en 2026, dans le 40", [(2026, None), (40, None)]),
        ("combien d'heures ?", []),
    ],
)
def test_figures_have_their_units(text: str, figures: list[tuple[int, str | None]]) -> None:
    assert [(figure.value, figure.unit) for figure in FINDER.find(text)] == figures


def test_rough_figures_are_known_as_such() -> None:
    assert [figure.is_rough for figure in FINDER.find("385 h, presque 400 h")] == [False, True]


@each_row(
    ("text", "units"),
    [
        ("combien de semaines ?", ("semaines",)),
        ("en semaines, le parcours de 315h ?", ("semaines",)),
        ("c'est 400 h ?", ()),
    ],
)
def test_unit_without_a_figure_is_asked_for(text: str, units: tuple[str, ...]) -> None:
    assert FINDER.units(text) == units


def test_text_without_its_figures_states_nothing_by_them() -> None:
    assert "175" not in FINDER.without("donc 175 h pour moi, en 2026 ?")
    assert "pour moi" in FINDER.without("donc 175 h pour moi ?")


def test_noun_means_the_parts_of_a_course() -> None:
    assert FINDER.whole_of_parts("c'est quoi les parcours ?") == "ccp1"
    assert FINDER.whole_of_parts("c'est quoi les modules ?") is None
