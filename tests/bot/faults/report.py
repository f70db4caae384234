"""The table of all faults, for the terminal and for var/faults/report.md."""

from __future__ import annotations

from collections.abc import Sequence

from babel.numbers import format_decimal

from tests.bot.faults.verdict import Verdict

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


def table(verdicts: Sequence[Verdict]) -> str:
    """The faults as a Markdown table, one line each, and their sum."""
    counts = ("messages", "acknowledged", "apologies", "again", "lost", "twice", "disordered")
    rows = [
        (one.fault, *(str(getattr(one, name)) for name in counts), _seconds(one.longest), _seconds(one.recovered))
        for one in verdicts
    ]
    total = ("Ensemble", *(str(sum(getattr(one, name) for one in verdicts)) for name in counts))
    worst = (_seconds(max(one.longest for one in verdicts)), _seconds(max(one.recovered for one in verdicts)))
    lines = [_HEADINGS, ("---", *("---:" for _ in _HEADINGS[1:])), *rows, (*total, *worst)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _seconds(value: float) -> str:
    return str(format_decimal(value, "0.0", locale="fr"))
