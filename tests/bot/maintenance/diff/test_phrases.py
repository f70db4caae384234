"""Territories, dates and facts as a maintainer reads them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.loading import Content
from bot.maintenance.diff import phrases

STARTS = (date(2024, 3, 1), date(2024, 10, 1), date(2025, 7, 13))


@pytest.mark.parametrize(
    ("intervals", "said"),
    [
        ([0, 1, 2, 3], ""),
        ([0], "avant mars 2024"),
        ([1], "de mars 2024 à septembre 2024"),
        ([2, 3], "à partir d’octobre 2024"),
        ([3], "à partir du 13 juillet 2025"),
        ([2], "d’octobre 2024 au 12 juillet 2025"),
        ([0, 2], "avant mars 2024 et d’octobre 2024 au 12 juillet 2025"),
        ([0, 1, 2], "avant le 13 juillet 2025"),
    ],
)
def test_dates_are_said_by_months_where_they_begin_one(project: Content, intervals: list[int], said: str) -> None:
    assert phrases.dates(intervals, STARTS, project.words["fr"]).replace("\u00a0", " ") == said


def codes(content: Content, *, region: str = "", kinds: tuple[str, ...] = ()) -> set[str]:
    return {code for code, one in content.programme.territories.items() if one.region == region or one.kind in kinds}


@pytest.mark.parametrize(
    ("added", "removed", "kinds", "said"),
    [
        ((), (), ("departement", "drom", "collectivite"), "partout"),
        ((), (), ("drom", "collectivite"), "outre-mer"),
        ((), (), ("departement",), "France métropolitaine"),
        ((), ("40",), ("departement",), "France métropolitaine sauf Landes (40)"),
        ((), ("974",), ("departement", "drom", "collectivite"), "partout sauf La Réunion (974)"),
        (("40",), (), ("drom", "collectivite"), "outre-mer et Landes (40)"),
        (("40", "64"), (), (), "Landes (40) et Pyrénées-Atlantiques (64)"),
    ],
)
def test_territories_are_said_by_what_they_have_in_common(
    project: Content, added: tuple[str, ...], removed: tuple[str, ...], kinds: tuple[str, ...], said: str
) -> None:
    meant = (codes(project, kinds=kinds) | set(added)) - set(removed)
    assert phrases.territories(meant, project.programme) == said


def test_a_whole_region_is_said_by_its_name(project: Content) -> None:
    assert phrases.territories(codes(project, region="Nouvelle-Aquitaine"), project.programme) == "Nouvelle-Aquitaine"


def test_a_fact_is_said_by_the_names_of_its_values(project: Content) -> None:
    words = project.words["fr"]
    assert phrases.fact("parcours", ["pix", "ccp1"], project.programme, words) == (
        "la formation : La formation initiale (CCP1) ou Pix"
    )
    assert phrases.fact("habilitation", ["oui", None], project.programme, words).endswith("Habilitée ou sans précision")
    assert phrases.fact("habilitation", ["oui", "non", None], project.programme, words) == ""
