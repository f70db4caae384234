"""The day an adviser asks about: "et au 12 mai 2024 ?", "qui gérait le titre en février 2024 ?".

A date in a message is usually part of a story ("embauché en janvier 2024"). It is the day to answer for only where the
message says nothing else ("et aujourd'hui ?"), or where the words around it say so: "au …", "as of …", or a past tense.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel.dates import get_month_names

from nlu.entities.clauses import ClauseSplitter
from nlu.entities.expressions import Expression
from nlu.entities.patterns import expression_at
from nlu.entities.schema import CuesFile
from nlu.text import fold
from rules.yaml_lines import Document

_LANGUAGES = ["fr", "en"]


@dataclass(frozen=True)
class DateSpan:
    """A date in an utterance, and its span in the folded text, the words before it included.

    A month or a year counts by its last day, `day`; `first` is its first one. `as_of`: they make it the day to answer
    for ("au 12 mai 2024"). `cued`: so do they, beside a question about another time ("en 2023, qui gérait …").
    """

    day: date
    start: int
    end: int
    as_of: bool
    cued: bool
    first: date


class DateFinder:
    """Finds the day an utterance asks about."""

    def __init__(self, document: Document[CuesFile], clauses: ClauseSplitter) -> None:
        """Compile the words around dates.

        Raises:
            ProgrammeError: an expression is malformed.
        """

        def found(key: str, end: str) -> Expression:
            return expression_at(document, rf"(?<!\w){getattr(document.content.jours, key)}{end}", "jours", key)

        self._clauses = clauses
        self._as_of, self._before, self._during = (found(key, r"\s*$") for key in ("a_la_date", "avant", "pendant"))
        self._now, self._other_tense = (found(key, r"(?!\w)") for key in ("maintenant", "autre_temps"))

    def find(self, text: str, today: date) -> DateSpan | None:
        """The first date of a text, else a word for today, else None."""
        if span := self.find_date(text):
            return span
        now = self._now.search(fold(text))
        return DateSpan(today, *now.span(), as_of=False, cued=False, first=today) if now else None

    def find_date(self, text: str) -> DateSpan | None:
        """The first date of a text, else None. A month or a year counts by its last day."""
        return next(iter(self.find_dates(text)), None)

    def find_dates(self, text: str) -> Iterator[DateSpan]:
        """The dates of a text, in order. A month or a year counts by its last day."""
        folded = fold(text)
        for match in _dates().finditer(folded):
            if span := self._date_span(folded, match):
                yield span

    def _date_span(self, folded: str, match: re.Match[str]) -> DateSpan | None:
        before = folded[: match.start()]
        earlier = self._before.search(before)
        day = _day(match[0], first=earlier is not None)
        if day is None:
            return None
        as_of = self._as_of.search(before)
        cue = earlier or as_of or self._during.search(before)
        return DateSpan(
            day - timedelta(days=1) if earlier else day,
            cue.start() if cue else match.start(),
            match.end(),
            as_of=as_of is not None,
            cued=cue is not None,
            first=date.min if earlier else _day(match[0], first=True) or day,
        )

    def is_asked_about(self, span: DateSpan, text: str) -> bool:
        """Whether a date is the day to answer for: by the words before it, or in a question about another time."""
        if span.as_of or not span.cued:
            return span.as_of
        # The span is of the folded text; folding hardly moves a sentence's bounds.
        return any(
            clause.interrogative and self._other_tense.search(fold(clause.text))
            for clause in self._clauses.sentence_around(span.start, text)
        )

    def asked_span(self, text: str) -> tuple[int, int] | None:
        """Where a text names the day that it asks about, the words before it included; None where it names none.

        A date says nothing of what is asked.
        """
        span = self.find_date(text)
        if span is None or not span.as_of or len(fold(text)) != len(text):
            return None
        return span.start, span.end


@cache
def months() -> Mapping[str, int]:
    """The months' numbers by their names and abbreviations, folded."""
    return {
        fold(name).rstrip("."): number
        for language in _LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }


@cache
def _dates() -> re.Pattern[str]:
    """What a date looks like, in folded text: "12 mai 2024", "May 12, 2024", "12/05/2024", "2024-05-12", "mai 2024"."""
    month = rf"(?:{'|'.join(sorted(months(), key=len, reverse=True))})\.?"
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
    """The day of a date; of a month or a year the first or the last one. None where there is no such day."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    named = next((months()[word] for word in re.findall(r"[^\W\d]+", text) if word in months()), None)
    if re.match(r"20\d\d-", text):
        year, month, *days = numbers
    else:
        year = numbers.pop()
        month = named or (numbers.pop() if numbers else 1 if first else 12)
        days = numbers
    try:
        return date(year, month, days[0] if days else 1 if first else monthrange(year, month)[1])
    except ValueError:
        return None
