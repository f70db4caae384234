"""Territories, dates and facts as a maintainer reads them: « outre-mer », « à partir d’octobre 2024 »."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from bot.answers.place_names import whole_regions
from bot.answers.texts import AnswerTexts, value_name
from bot.maintenance.cases.enumeration import Period
from rules.model import UNSPECIFIED, Programme

_EVERYWHERE = "partout"
_DAY = timedelta(days=1)
UNSAID = "sans précision"
"""A fact that is not stated."""

_METROPOLE = "France métropolitaine"
_OVERSEAS = "outre-mer"


def where(values: Collection[str], programme: Programme) -> str:
    """Where an adviser is, or that they do not say; "" if it makes no difference."""
    codes = {value for value in values if value != UNSPECIFIED}
    if not codes:
        return f"territoire : {UNSAID}"
    named = territories(codes, programme)
    if UNSPECIFIED in values:
        return "" if named == _EVERYWHERE else f"{named}, ou {UNSAID} du territoire"
    return named


def territories(codes: Collection[str], programme: Programme) -> str:
    """The shortest description of some departments by what they have in common."""
    known = {code for code in codes if code in programme.territories}
    metropolitan = {code for code, territory in programme.territories.items() if territory.kind == "departement"}
    overseas = set(programme.territories) - metropolitan
    if known == set(programme.territories):
        return _EVERYWHERE
    ways = [_listed(known, programme)]
    for whole, name in (
        (set(programme.territories), _EVERYWHERE),
        (metropolitan, _METROPOLE),
        (overseas, _OVERSEAS),
    ):
        if whole <= known:
            rest = _listed(known - whole, programme)
            ways.append(f"{name} et {rest}" if rest else name)
        elif known <= whole and len(known) * 2 > len(whole):
            ways.append(f"{name} sauf {_listed(whole - known, programme)}")
    return min(ways, key=len)


def _listed(codes: Collection[str], programme: Programme) -> str:
    """Whole regions by name, then single departments."""
    regions, left = whole_regions(programme, codes)
    return joined([*regions, *(f"{programme.territories[code].name} ({code})" for code in left)])


def dates(periods: Iterable[Period], texts: AnswerTexts) -> str:
    """Periods as months or days, adjacent ones joined; "" for every day. `texts` has the names of months."""
    runs: list[Period] = []
    for period in sorted(periods, key=lambda period: period.since or date.min):
        if runs and runs[-1].until == (period.since and period.since - _DAY):
            runs[-1] = Period(runs[-1].since, period.until)
        else:
            runs.append(period)
    return joined([_run(run, texts) for run in runs])


def _run(run: Period, texts: AnswerTexts) -> str:
    if run.since is None:
        return f"avant {_start(run.until + _DAY, texts)}" if run.until else ""
    if run.until is None:
        return f"à partir {_of(_start(run.since, texts))}"
    return f"{_of(_start(run.since, texts))} {_end(run.until, texts)}"


def _start(day: date, texts: AnswerTexts) -> str:
    return texts.month(day) if day.day == 1 else f"le {texts.day(day)}"


def _end(day: date, texts: AnswerTexts) -> str:
    """« À » the last day; by its month if it is the last of the month."""
    return f"à {texts.month(day)}" if (day + _DAY).day == 1 else f"au {texts.day(day)}"


def _of(text: str) -> str:
    """The text after « de »."""
    if text.startswith("le "):
        return "du " + text[3:]
    return ("d’" if text[0] in "aeiouyéèêô" else "de ") + text


def fact(name: str, values: Collection[str], programme: Programme, texts: AnswerTexts) -> str:
    """A condition on a fact: « la formation : Le titre REMN complet »; "" if it makes no difference."""
    known = programme.facts[name].values
    demand = texts.demands.get(name)
    title = (demand.nom if demand else None) or name
    stated = [value for value in known if value in values]
    if UNSPECIFIED in values and len(stated) == len(known):
        return ""
    if len(stated) == len(known):
        return f"{title} : toutes les valeurs"
    names = [value_name(programme, texts, name, value) for value in stated]
    return f"{title} : {joined([*names, *([UNSAID] if UNSPECIFIED in values else [])], 'ou')}"


def joined(names: Iterable[str], by: str = "et") -> str:
    """Names with commas and « et » or « ou »."""
    *first, last = list(names) or [""]
    return f"{', '.join(first)} {by} {last}" if first else last
