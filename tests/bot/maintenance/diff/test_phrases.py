"""Territories, dates and facts as a maintainer reads them."""

from __future__ import annotations

from datetime import date

from bot.content.loading import Content
from bot.maintenance.cases.enumeration import Period
from bot.maintenance.diff import phrases
from tests.support.tables import each_row

PERIODS = (
    Period(None, date(2024, 2, 29)),
    Period(date(2024, 3, 1), date(2024, 9, 30)),
    Period(date(2024, 10, 1), date(2025, 7, 12)),
    Period(date(2025, 7, 13), None),
)


@each_row(
    ("numbers", "text"),
    [
        ([0, 1, 2, 3], ""),
        ([0], "avant mars 2024"),
        ([1], "de mars 2024 à septembre 2024"),
        ([3], "à partir du 13 juillet 2025"),
        ([0, 2], "avant mars 2024 et d’octobre 2024 au 12 juillet 2025"),
        ([0, 1, 2], "avant le 13 juillet 2025"),
    ],
)
def test_dates_are_named_by_month_where_they_begin_one(project: Content, numbers: list[int], text: str) -> None:
    assert phrases.dates([PERIODS[number] for number in numbers], project.texts["fr"]).replace("\u00a0", " ") == text


@each_row(
    ("added", "removed", "kinds", "text"),
    [
        ((), (), ("departement", "drom", "collectivite"), "partout"),
        ((), (), ("drom", "collectivite"), "outre-mer"),
        ((), ("40",), ("departement",), "France métropolitaine sauf Landes (40)"),
        (("40",), (), ("drom", "collectivite"), "outre-mer et Landes (40)"),
        (("40", "64"), (), (), "Landes (40) et Pyrénées-Atlantiques (64)"),
        (("22", "29", "35", "56"), (), (), "Bretagne"),
    ],
)
def test_territories_are_named_by_their_common_zone(
    project: Content, added: tuple[str, ...], removed: tuple[str, ...], kinds: tuple[str, ...], text: str
) -> None:
    territories = project.programme.territories
    named = {code for code, territory in territories.items() if territory.kind in kinds or code in added}
    assert phrases.territories(named - {*removed}, project.programme) == text
