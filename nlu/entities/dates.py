"""The day an adviser asks about: "et au 12 mai 2024 ?", "qui gérait le titre en février 2024 ?".

A date in a message is usually part of a story ("embauché en janvier 2024"). It is the day to answer for only where the
message says nothing else ("et aujourd'hui ?"), or where the words around it say so: "au …", "as of …", or a past tense.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import dateparser
import msgspec
from babel.dates import get_month_names

from nlu.text import fold

_LANGUAGES = ["fr", "en"]


class DayWords(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The part of `lexique/mots.yml` that concerns dates: expressions for the words before one, and for verbs."""

    a_la_date: str
    avant: str
    pendant: str
    autre_temps: str
    maintenant: str


@dataclass(frozen=True)
class DayMention:
    """A date in a message, and its span in the folded text, the words before it included.

    `as_of`: they make it the day to answer for ("au 12 mai 2024"). `cued`: so do they, beside a question about another
    time ("en 2023, qui gérait …").
    """

    day: date
    start: int
    end: int
    as_of: bool
    cued: bool


class DayFinder:
    """Finds the day a message asks about."""

    def __init__(self, words: DayWords) -> None:
        self._as_of = re.compile(rf"(?<!\w){words.a_la_date}\s*$")
        self._before = re.compile(rf"(?<!\w){words.avant}\s*$")
        self._during = re.compile(rf"(?<!\w){words.pendant}\s*$")
        self._now = re.compile(rf"(?<!\w){words.maintenant}(?!\w)")
        self._other_tense = re.compile(rf"(?<!\w){words.autre_temps}(?!\w)")

    def find(self, text: str, today: date) -> DayMention | None:
        """The first date of a message, else a word for today, else None."""
        if dated := self.find_date(text):
            return dated
        now = self._now.search(fold(text))
        return DayMention(today, *now.span(), as_of=False, cued=False) if now else None

    def find_date(self, text: str) -> DayMention | None:
        """The first date of a message, else None. A month or a year counts by its last day."""
        folded = fold(text)
        match = _dates().search(folded)
        if match is None:
            return None
        before = folded[: match.start()]
        earlier = self._before.search(before)
        day = _day(match[0], first=earlier is not None)
        if day is None:
            return None
        as_of = self._as_of.search(before)
        during = self._during.search(before)
        cue = earlier or as_of or during
        return DayMention(
            day - timedelta(days=1) if earlier else day,
            cue.start() if cue else match.start(),
            match.end(),
            as_of=as_of is not None,
            cued=cue is not None,
        )

    def speaks_of_another_time(self, text: str) -> bool:
        """Whether a question's verb is in the past."""
        return self._other_tense.search(fold(text)) is not None


@cache
def _dates() -> re.Pattern[str]:
    """What a date looks like, in folded text: "12 mai 2024", "May 12, 2024", "12/05/2024", "2024-05-12", "mai 2024"."""
    names = {
        fold(name).rstrip(".")
        for language in _LANGUAGES
        for width in ("wide", "abbreviated")
        for name in get_month_names(width, locale=language).values()
    }
    month = rf"(?:{'|'.join(sorted(names, key=len, reverse=True))})\.?"
    day = r"\d{1,2}(?:er|st|nd|rd|th)?"
    year = r"20\d\d"
    forms = (
        rf"{day} (?:of )?{month} {year}",
        rf"{month} {day},? {year}",
        rf"{month} {year}",
        rf"\d{{1,2}}[/.-]\d{{1,2}}[/.-]{year}",
        rf"{year}-\d\d-\d\d",
        year,
    )
    return re.compile(rf"(?<![\w/.-])(?:{'|'.join(forms)})(?![\w/-])")


def _day(text: str, *, first: bool) -> date | None:
    order = "YMD" if re.match(r"20\d\d-", text) else "DMY"
    settings = {"DATE_ORDER": order, "PREFER_DAY_OF_MONTH": "first" if first else "last"}
    if text.isdecimal():
        text = f"01/01/{text}" if first else f"31/12/{text}"
    moment = dateparser.parse(text, languages=_LANGUAGES, settings=settings)
    return moment.date() if moment else None
