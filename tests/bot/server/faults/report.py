"""The table of all faults, for the terminal and for var/faults/report.md.

Light to import: with several processes, the one that shows it has run no test.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from babel.numbers import format_decimal

from tests.support.server import ROOT

PATH = ROOT / "var" / "faults" / "report.md"
TITLE = "pannes"

_HEADINGS = (
    "Panne",
    "messages",
    "réponses acquittées",
    "excuses entre-temps",
    "renvois",
    "perdues",
    "données deux fois",
    "hors d’ordre",
    "plus longue attente (s)",
    "reprise, sans intervention (s)",
)


class Verdict(msgspec.Struct, frozen=True):
    """The counts of one fault; times in seconds.

    `lost`: acknowledged, but then no longer known to the server, or no turn of the conversation. `twice`: two turns or
    two answers for one message. `disordered`: an answer that is not that of a conversation which nothing disturbs.
    `longest`: the longest that an adviser waited for an answer. `recovered`: from the end of the fault until the last
    of the advisers had an answer again.
    """

    fault: str
    messages: int
    acknowledged: int
    apologies: int
    again: int
    lost: int
    twice: int
    disordered: int
    longest: float
    recovered: float


def report(counted: Sequence[dict[str, object]]) -> str:
    """The faults as a Markdown table, one line each, and their sum; each is a :class:`Verdict` in plain types."""
    verdicts = msgspec.convert(counted, list[Verdict])
    counts = ("messages", "acknowledged", "apologies", "again", "lost", "twice", "disordered")
    rows = [
        (
            verdict.fault,
            *(str(getattr(verdict, name)) for name in counts),
            _seconds(verdict.longest),
            _seconds(verdict.recovered),
        )
        for verdict in verdicts
    ]
    total = ("Ensemble", *(str(sum(getattr(verdict, name) for verdict in verdicts)) for name in counts))
    worst = (
        _seconds(max(verdict.longest for verdict in verdicts)),
        _seconds(max(verdict.recovered for verdict in verdicts)),
    )
    lines = [_HEADINGS, ("---", *("---:" for _ in _HEADINGS[1:])), *rows, (*total, *worst)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _seconds(value: float) -> str:
    return str(format_decimal(value, "0.0", locale="fr"))
