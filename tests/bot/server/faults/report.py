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
    """The counts of one fault, in the order of the headings; times in seconds.

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
    rows = [msgspec.structs.astuple(verdict) for verdict in msgspec.convert(counted, list[Verdict])]
    columns = [*zip(*rows, strict=True)][1:]
    total = ("Ensemble", *(sum(column) for column in columns[:-2]), *(max(column) for column in columns[-2:]))
    lines = [_HEADINGS, ("---", *("---:" for _ in _HEADINGS[1:])), *rows, total]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(value: object) -> str:
    return str(format_decimal(value, "0.0", locale="fr")) if isinstance(value, float) else str(value)
