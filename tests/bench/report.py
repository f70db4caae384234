"""The figures of a run and what follows from them: medians, ratios, and whether the aims are met."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

import msgspec

from tests.bench.load import Measured, Plan

EARLY, LATE, AROUND = 10, 200, 2
"""The turns compared, and how many before and after each take part in its median."""

Unit = Literal["ms", "s", "rate", "bytes", "times"]


class Side(msgspec.Struct, frozen=True):
    """One server. Times in seconds, `memory` in bytes, `rate` in messages a second, the others' share in processors.

    `growth`: how long the late turn takes, in early turns. `ready`: from the start to the first answer.
    """

    p50: float
    p99: float
    rate: float
    growth: float
    ready: float
    memory: int
    others_share: float


class Report(msgspec.Struct, frozen=True):
    """A run. `load`: the machine's load average before it, over 1, 5 and 15 minutes; `processors` it has."""

    day: datetime
    processors: int
    load: tuple[float, float, float]
    sentences: int
    plan: Plan
    ours: Side
    stock: Side | None = None


class Line(msgspec.Struct, frozen=True):
    """A line of the table.

    `aim`: the largest or, with `at_least`, the smallest value that ours should have, in stock's or, where it is
    `in_unit`, by itself; None where there is none.
    """

    name: str
    unit: Unit
    ours: float
    stock: float | None
    aim: float | None = None
    at_least: bool = False
    in_unit: bool = False

    @property
    def ratio(self) -> float | None:
        """Ours in stock's."""
        return self.ours / self.stock if self.stock else None

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None where there is none or nothing to judge it by."""
        judged = self.ours if self.in_unit else self.ratio
        if self.aim is None or judged is None:
            return None
        return judged >= self.aim if self.at_least else judged <= self.aim


def side(measured: Measured, *, ready: float) -> Side:
    """The figures of one server."""
    return Side(
        p50=statistics.median(measured.single),
        p99=percentile(measured.single, 99),
        rate=measured.rate,
        growth=around(measured.turns, LATE) / around(measured.turns, EARLY),
        ready=ready,
        memory=measured.memory,
        others_share=measured.others_share,
    )


def lines(report: Report) -> list[Line]:
    """The table: each figure of ours and stock's, with the aims of the issue."""

    def line(name: str, unit: Unit, what: str, **aim: Any) -> Line:
        stock = getattr(report.stock, what) if report.stock else None
        return Line(name, unit, getattr(report.ours, what), stock, **aim)

    return [
        line("un message, médiane", "ms", "p50", aim=1 / 8),
        line("un message, 99e centile", "ms", "p99"),
        line(f"débit, {report.plan.clients} clients", "rate", "rate", aim=8, at_least=True),
        line(f"tour {LATE} / tour {EARLY}", "times", "growth", aim=1.1, in_unit=True),
        line("première réponse après le lancement", "s", "ready", aim=9, in_unit=True),
        line("mémoire", "bytes", "memory", aim=450e6, in_unit=True),
    ]


def around(conversations: Sequence[Sequence[float]], turn: int) -> float:
    """The median over the turns around `turn` (counted from 1) of all the conversations."""
    first, last = turn - AROUND, turn + AROUND
    return statistics.median(seconds for times in conversations for seconds in times[first - 1 : last])


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]
