"""Dates: the day that an utterance asks about, as opposed to dates that are only part of a story."""

from __future__ import annotations

from datetime import date

from nlu.entities.lexicon import Lexicon
from tests.support.tables import each_row

DATES = Lexicon.load().dates


def asked(text: str) -> date | None:
    span = DATES.find(text, date.today())
    return span.day if span and DATES.is_asked_about(span, text) else None


@each_row(
    ("text", "day"),
    [
        ("et au 12 mai 2024 ?", date(2024, 5, 12)),
        ("as of May 12, 2024?", date(2024, 5, 12)),
        ("as at 2024-05-12", date(2024, 5, 12)),
        ("qui gérait le titre complet en février 2024 ?", date(2024, 2, 29)),
        ("who ran the full title in 2023?", date(2023, 12, 31)),
        ("avant mars 2024, c'était quoi ?", date(2024, 2, 29)),
        ("et au 1er sept. 2024 ?", date(2024, 9, 1)),
        ("avant le 15 août 2024, c'était quoi ?", date(2024, 8, 14)),
    ],
)
def test_adviser_asks_for_another_day(text, day):
    assert asked(text) == day


@each_row(
    "text",
    [
        "J'ai été embauché en janvier 2024, quel organisme ?",
        "Lui avait tout fait en 2022. De mon côté il me faudrait savoir s'il y a un test.",
        "formation du 3 au 12 mai 2024, qui paie ?",
        "le titre complet en 64 heures",
    ],
)
def test_date_in_a_story_is_not_the_day_asked_for(text):
    assert asked(text) is None


@each_row("text", ["au 31 février 2024", "au 12/00/2024", "as of 2024-13-01"])
def test_date_that_does_not_exist_is_no_day(text):
    assert asked(text) is None


def test_day_asked_for_is_left_out_of_the_text():
    assert DATES.asked_span("au 12 mai 2024 qui gère le titre ?") == (0, len("au 12 mai 2024"))
    assert DATES.asked_span("embauché en mai 2024") is None
