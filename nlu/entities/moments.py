"""Moments relative to today: "en septembre", "le 3 novembre", "lundi", "le mois dernier", "depuis deux mois".

They are part of a story, and never the day to answer for. A month without a year is the last or the next one, depending
on the words around it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import msgspec
from dateutil.relativedelta import relativedelta
from msgspec.structs import asdict

from nlu.entities.dates import DateSpan, months
from nlu.entities.expressions import Alternative, Expression
from nlu.entities.patterns import LEXICON, compiled, mistaken_examples, sound_parts
from nlu.entities.schema import CueExamples
from nlu.text import fold
from rules.errors import Finding, ProgrammeError
from rules.yaml_lines import Document, read_document

MOMENTS = "moments.yml"

_MARK = re.compile(r"[,.;:!?\n]")

_DAYS_OF_A_WEEK = 7

_LENIENCY = {"annees": relativedelta(months=2), "mois": relativedelta(), "semaines": relativedelta()}
"""How much a span of time may be rounded up: "depuis deux ans" may be 22 months."""


class Relative(msgspec.Struct, forbid_unknown_fields=True):
    """Words for a moment: days from today (first, last), or a month or year relative to the current one."""

    dit: str
    jours: tuple[int, int] | None = None
    mois: int | None = None
    annees: int | None = None


class Units(msgspec.Struct, forbid_unknown_fields=True):
    """Expressions for units of time, singular and plural."""

    jours: str
    semaines: str
    mois: str
    annees: str


class MomentsFile(msgspec.Struct, forbid_unknown_fields=True):
    """`lexique/moments.yml` as a whole."""

    avant_un_mois: str
    quantieme: str
    a_venir: str
    passe: str
    relatifs: list[Relative]
    semaine: str
    depuis: str
    depuis_apres: str
    nombres: dict[str, int]
    unites: Units
    exemples: CueExamples


@dataclass(frozen=True)
class _Tense:
    """Whether the part of a text around a moment, between punctuation marks, is about the future or the past."""

    ahead: bool
    behind: bool


class MomentFinder:
    """Finds moments in a text. Build it with :meth:`load`."""

    def __init__(self, file: MomentsFile, patterns: Mapping[str | int, Expression]) -> None:
        self._file = file
        self._patterns = patterns

    @classmethod
    def load(cls, lexicon: Path = LEXICON) -> MomentFinder:
        """Read and check the words.

        Raises:
            ProgrammeError: with every finding.
        """
        document = read_document(lexicon / MOMENTS, MomentsFile)
        file, findings = document.content, list[Finding]()
        today = date(2026, 6, 15)
        parts = [Alternative(expression, expression, document.place(*path)) for path, expression in _written(file)]
        sound_parts(parts, findings)
        findings += _far(document, today)
        if "(?P<jour>" not in file.quantieme:
            remedy = "y nommer le quantième : (?P<jour>[0-3]?\\d)"
            findings.append(Finding(document.place("quantieme"), "« quantieme » ne dit pas quel est le jour", remedy))
        patterns = {
            path: compiled(expression, expression, document.place(*path), findings)
            for path, expression in _whole(file).items()
            if not findings
        }
        if findings:
            raise ProgrammeError(findings)
        finder = cls(file, {path[-1]: pattern for path, pattern in patterns.items() if pattern})
        mistaken = mistaken_examples(
            document, ("exemples",), file.exemples.oui, file.exemples.non, lambda text: any(finder.find(text, today))
        )
        if findings := list(mistaken):
            raise ProgrammeError(findings)
        return finder

    def find(self, text: str, today: date, taken: Collection[tuple[int, int]] = ()) -> Iterator[DateSpan]:
        """The moments of a text that overlap nothing taken. Texts whose length changes by folding have none.

        Args:
            text: an utterance.
            today: the day to count from.
            taken: the spans of dates with a year.
        """
        folded = fold(text)
        if len(folded) != len(text):
            return
        spans: list[tuple[int, int]] = list(taken)
        for span in self._all(text, folded, today):
            if not any(start < span.end and span.start < end for start, end in spans):
                spans.append((span.start, span.end))
                yield span

    def _all(self, text: str, folded: str, today: date) -> Iterator[DateSpan]:
        for match in self._patterns["quantieme"].finditer(folded):
            named = "mois" if match["mois"] else "mois_d_abord"
            number = months()[match[named]]
            written = match["jour"] or match["jour_apres"]
            start = match.start("jour") if match["jour"] else match.start(named)
            day = int(written) if written and written.isdecimal() else None
            period = self._of_month(number, day, self._part(text, match), today)
            if period:
                yield _span(period, start, match.end())
        for name in ("depuis", "depuis_apres"):
            for match in self._patterns[name].finditer(folded):
                yield _span(self._before(match, today), match.start("duree"), match.end("duree"))
        for index, relative in enumerate(self._file.relatifs):
            for match in self._patterns[index].finditer(folded):
                yield _span(_period(relative, today), *match.span())
        for match in self._patterns["semaine"].finditer(folded):
            ahead = self._part(text, match).ahead
            days = (1, _DAYS_OF_A_WEEK) if ahead else (-_DAYS_OF_A_WEEK, 0)
            yield _span(_days(days, today), *match.span())

    def _part(self, text: str, match: re.Match[str]) -> _Tense:
        start = max((mark.end() for mark in _MARK.finditer(text, 0, match.start())), default=0)
        end = _MARK.search(text, match.end())
        part = text[start : end.start() if end else len(text)].lower().replace("’", "'")
        ahead, behind = (self._patterns[name].search(part) is not None for name in ("a_venir", "passe"))
        return _Tense(ahead, behind)

    @staticmethod
    def _of_month(month: int, day: int | None, part: _Tense, today: date) -> tuple[date, date] | None:
        """The last or next such month, or day of it; None if the day does not exist."""
        has_begun = (month, day or 1) <= (today.month, today.day)
        ahead = part.ahead if part.ahead != part.behind else not has_begun
        year = today.year + (has_begun and ahead and month != today.month) - (not has_begun and not ahead)
        try:
            first = date(year, month, day or 1)
        except (OverflowError, ValueError):
            return None
        return first, first if day else date(year, month, monthrange(year, month)[1])

    def _before(self, match: re.Match[str], today: date) -> tuple[date, date]:
        """When a span of time that lasts until today began."""
        written = match["nombre"]
        number = self._file.nombres[written] if written in self._file.nombres else int(written)
        unit = next(name for name in asdict(self._file.unites) if match[name])
        return _since(unit, number, today)


def _written(file: MomentsFile) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The expressions of the file, each with its path."""
    for name in ("avant_un_mois", "quantieme", "a_venir", "passe", "semaine", "depuis", "depuis_apres"):
        yield (name,), getattr(file, name)
    for index, relative in enumerate(file.relatifs):
        yield ("relatifs", index), relative.dit
    for unit, expression in asdict(file.unites).items():
        yield ("unites", unit), expression


def _whole(file: MomentsFile) -> dict[tuple[str | int, ...], str]:
    """The full expressions, by the path of the main one."""
    month = "|".join(sorted(months(), key=len, reverse=True))
    no_year = rf"(?:{month})(?!\w)(?!\.? ?,? ?20\d\d)"
    numbers = "|".join([r"\d{1,2}", *map(re.escape, sorted(file.nombres, key=len, reverse=True))])
    units = "|".join(f"(?P<{name}>{expression})" for name, expression in asdict(file.unites).items())
    span = rf"(?P<nombre>{numbers}) (?:{units})(?!\w)"
    return {
        ("quantieme",): rf"(?<!\w)(?:{file.avant_un_mois}|{file.quantieme})(?P<mois>{no_year})"
        rf"|(?<!\w)(?P<mois_d_abord>{no_year}) (?P<jour_apres>[0-3]?\d)(?:st|nd|rd|th)?(?!\w)",
        ("depuis",): rf"(?<!\w){file.depuis}(?P<duree>{span})",
        ("depuis_apres",): rf"(?<!\w)(?P<duree>{span})(?={file.depuis_apres})",
        ("a_venir",): file.a_venir,
        ("passe",): file.passe,
        ("semaine",): rf"(?<!\w){file.semaine}(?!\w)",
        **{("relatifs", index): rf"(?<!\w){relative.dit}(?!\w)" for index, relative in enumerate(file.relatifs)},
    }


def _far(document: Document[MomentsFile], today: date) -> Iterator[Finding]:
    """Moments and numbers outside the calendar."""
    counted: dict[tuple[str | int, ...], Callable[[], object]] = {
        ("relatifs", index): partial(_period, relative, today)
        for index, relative in enumerate(document.content.relatifs)
    }
    for word, number in document.content.nombres.items():
        counted["nombres", word] = partial(_since, "annees", number, today)
    for path, count in counted.items():
        try:
            count()
        except (OverflowError, ValueError):
            problem = "ce nombre mène hors du calendrier"
            yield Finding(document.place(*path), problem, "le corriger : il se compte en jours, mois ou années")


def _since(unit: str, number: int, today: date) -> tuple[date, date]:
    """The period that was so many units of time ago."""
    day = today - _delta(unit, number) + _LENIENCY.get(unit, relativedelta())
    return today - _delta(unit, number + 1) + timedelta(days=1), min(day, today)


def _delta(unit: str, number: int) -> relativedelta:
    names = {"jours": "days", "semaines": "weeks", "mois": "months", "annees": "years"}
    return relativedelta(**{names[unit]: number})  # type: ignore[arg-type]


def _days(days: tuple[int, int], today: date) -> tuple[date, date]:
    first, last = days
    return today + timedelta(days=first), today + timedelta(days=last)


def _period(relative: Relative, today: date) -> tuple[date, date]:
    if relative.jours:
        return _days(relative.jours, today)
    if relative.mois is not None:
        first_day = today.replace(day=1) + relativedelta(months=relative.mois)
        return first_day, first_day + relativedelta(months=1, days=-1)
    year = today.year + (relative.annees or 0)
    return date(year, 1, 1), date(year, 12, 31)


def _span(period: tuple[date, date], start: int, end: int) -> DateSpan:
    return DateSpan(period[1], start, end, as_of=False, cued=False, first=period[0])
