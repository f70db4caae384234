"""Territories, dates and facts as a maintainer reads them: « outre-mer », « à partir d’octobre 2024 »."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from bot.answers.place_names import whole_regions
from bot.answers.texts import AnswerTexts, value_name
from rules.model import Programme

EVERYWHERE = "partout"
UNSAID = "sans précision"
"""Where the adviser has not said it."""

_METROPOLE = "France métropolitaine"
_OVERSEAS = "outre-mer"

MOST_EXCEPTED = 5
"""More territories than this are not named as what a larger one lacks."""


def territories(codes: Collection[str], programme: Programme) -> str:
    """Departments by what they have in common, the shortest way."""
    known = {code for code in codes if code in programme.territories}
    metropolitan = {code for code, one in programme.territories.items() if one.kind == "departement"}
    overseas = set(programme.territories) - metropolitan
    if known == set(programme.territories):
        return EVERYWHERE
    ways = [_listed(known, programme)]
    for whole, name in (
        (set(programme.territories), EVERYWHERE),
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
    """Whole regions by their names, then departments."""
    regions, left = whole_regions(programme, codes)
    return joined([*regions, *(f"{programme.territories[code].name} ({code})" for code in left)])


def dates(intervals: Collection[int], starts: Sequence[date], words: AnswerTexts) -> str:
    """Date intervals as runs of months or days; "" where it is every day.

    Args:
        intervals: the numbers of the intervals; the first begins before `starts[0]`.
        starts: the days on which an interval begins.
        words: the French words, for the names of months.
    """
    if len(set(intervals)) == len(starts) + 1:
        return ""
    runs: list[list[int]] = []
    for interval in sorted(intervals):
        if runs and runs[-1][-1] == interval - 1:
            runs[-1].append(interval)
        else:
            runs.append([interval])
    return joined([_run(run[0], run[-1], starts, words) for run in runs])


def _run(first: int, last: int, starts: Sequence[date], words: AnswerTexts) -> str:
    since = starts[first - 1] if first else None
    until = starts[last] - timedelta(days=1) if last < len(starts) else None
    if since is None and until is not None:
        return f"avant {_start(until + timedelta(days=1), words)}"
    if since is not None and until is None:
        return f"à partir {_of(_start(since, words))}"
    if since is None or until is None:
        return "à toute date"
    return f"{_of(_start(since, words))} {_end(until, words)}"


def _start(day: date, words: AnswerTexts) -> str:
    return words.month(day) if day.day == 1 else f"le {words.day(day)}"


def _end(day: date, words: AnswerTexts) -> str:
    """« À » the last day, by its month where it is the last of it."""
    return f"à {words.month(day)}" if (day + timedelta(days=1)).day == 1 else f"au {words.day(day)}"


def _of(text: str) -> str:
    """The text after « de »."""
    if text.startswith("le "):
        return "du " + text[3:]
    return ("d’" if text[0] in "aeiouyéèêô" else "de ") + text


def fact(name: str, values: Collection[str | None], programme: Programme, words: AnswerTexts) -> str:
    """What a fact has to be: « la formation : Le titre complet (REMN) »; "" where it makes no difference."""
    known = programme.facts[name].values
    demand = words.demands.get(name)
    title = (demand.nom if demand else None) or name
    said = [value for value in known if value in values]
    if None in values and len(said) == len(known):
        return ""
    if len(said) == len(known):
        return f"{title} : toutes les valeurs"
    names = [value_name(programme, words, name, value) for value in said]
    return f"{title} : {joined([*names, *([UNSAID] if None in values else [])], 'ou')}"


def joined(names: Iterable[str], by: str = "et") -> str:
    """Names with commas and « et » or « ou »."""
    *first, last = list(names) or [""]
    return f"{', '.join(first)} {by} {last}" if first else last
