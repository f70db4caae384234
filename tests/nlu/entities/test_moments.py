"""Moments told from today: a month, a day or a span of time without a year."""

from __future__ import annotations

from datetime import date

from nlu.entities.moments import MomentFinder
from tests.support.tables import each_row

TODAY = date(2026, 11, 28)
MOMENTS = MomentFinder.load()


def period(text: str) -> tuple[date, date] | None:
    span = next(MOMENTS.find(text, TODAY), None)
    return (span.first, span.day) if span else None


@each_row(
    ("text", "first", "last"),
    [
        ("embauché en juillet", date(2026, 7, 1), date(2026, 7, 31)),
        ("une recrue arrivée en décembre", date(2025, 12, 1), date(2025, 12, 31)),
        ("une recrue arrive en décembre", date(2026, 12, 1), date(2026, 12, 31)),
        ("je signe mon contrat le 2 février", date(2027, 2, 2), date(2027, 2, 2)),
        ("I joined on June 3rd", date(2026, 6, 3), date(2026, 6, 3)),
        ("je débute mardi", date(2026, 11, 29), date(2026, 12, 5)),
        ("j'ai débuté mardi", date(2026, 11, 21), date(2026, 11, 28)),
        ("là depuis six mois", date(2026, 4, 29), date(2026, 5, 28)),
        ("un module l'an dernier", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_moment_is_counted_from_today(text: str, first: date, last: date) -> None:
    assert period(text) == (first, last)


@each_row("text", ["arrivée en mars 2025", "le 31 février", "17 semaines", "may I?", "depuis longtemps"])
def test_other_words_are_no_moment(text: str) -> None:
    assert period(text) is None
