"""The figures of a run and what follows from them: medians, ratios, and whether the aims are met."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from tests.bench.abuse import Beside
from tests.bench.load import Measured, Plan

EARLY, LATE, AROUND = 10, 200, 2
"""The turns compared, and how many before and after each take part in its median."""

Unit = Literal["ms", "s", "rate", "bytes", "times"]


class Side(msgspec.Struct, frozen=True):
    """One server. Times in seconds, sizes in bytes, `rate` in messages a second, shares in processors.

    `disturbed_p95`: of messages while another client sends odd messages, of which the longest took `odd_longest`.
    `by_turn`: the median of each turn of the long conversations. `training`: seconds of processor, which other programs
    hardly change; None where not measured.
    """

    p50: float
    p95: float
    p99: float
    disturbed_p95: float
    odd_longest: float
    rate: float
    early: float
    late: float
    ready: float
    memory: int
    model: int
    training: float | None
    by_turn: list[float]
    client_share: float
    others_share: float

    @property
    def growth(self) -> float:
        """The late turn in early turns."""
        return self.late / self.early


class Passes(msgspec.Struct, frozen=True):
    """The training of stock Rasa with `done` passes: how many seconds it took and how many of processor it cost.

    `each`: seconds of processor of one pass of all its models.
    """

    done: int
    seconds: float
    processor: float
    each: float

    def full(self, passes: int) -> float:
        """Seconds of processor that so many passes would cost."""
        return self.processor + (passes - self.done) * self.each


class Abuse(msgspec.Struct, frozen=True):
    """What advisers saw of an address that sends all that its limits let it.

    `p95`: of their messages, in seconds, as `alone` without the abuse. `read`, `refused`: its messages.
    """

    name: str
    alone: float
    p95: float
    read: int
    refused: int

    @property
    def ratio(self) -> float:
        """How many times as long advisers waited."""
        return self.p95 / self.alone


class Report(msgspec.Struct, frozen=True):
    """A run. `load`: the machine's load average before it, over 1, 5 and 15 minutes; `processors` it has."""

    day: datetime
    processors: int
    load: tuple[float, float, float]
    sentences: int
    plan: Plan
    ours: Side
    in_process: dict[str, float]
    abuses: list[Abuse] = []
    stock: Side | None = None
    passes: Passes | None = None


class Line(msgspec.Struct, frozen=True):
    """A line of the table.

    `aim`: the largest or smallest value that `judged` should have, None where there is none. `judged`: ours in stock's
    or, where the aim is `in_unit`, ours.
    """

    name: str
    unit: Unit
    ours: float | None
    stock: float | None
    aim: float | None = None
    at_least: bool = False
    in_unit: bool = False
    judged: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours in stock's."""
        return self.ours / self.stock if self.ours is not None and self.stock else None

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None where there is none or nothing to judge it by."""
        if self.aim is None or self.judged is None:
            return None
        return self.judged >= self.aim if self.at_least else self.judged <= self.aim


def side(measured: Measured, *, ready: float, model: int, training: float | None) -> Side:
    """The figures of one server."""
    by_turn = [statistics.median(times) for times in zip(*measured.turns, strict=True)]
    return Side(
        p50=statistics.median(measured.single),
        p95=percentile(measured.single, 95),
        p99=percentile(measured.single, 99),
        disturbed_p95=percentile(measured.disturbed, 95),
        odd_longest=max(measured.odd, default=0.0),
        rate=measured.rate,
        early=around(measured.turns, EARLY),
        late=around(measured.turns, LATE),
        ready=ready,
        memory=measured.memory,
        model=model,
        training=training,
        by_turn=by_turn,
        client_share=measured.client_share,
        others_share=measured.others_share,
    )


def lines(report: Report) -> list[Line]:
    """The table: each figure of ours and stock's, with the aims of the issue."""
    ours, stock = report.ours, report.stock

    def line(
        name: str, unit: Unit, what: str, aim: float | None = None, *, at_least: bool = False, in_unit: bool = False
    ) -> Line:
        bare = Line(name, unit, getattr(ours, what), getattr(stock, what) if stock else None)
        judged = bare.ours if in_unit else bare.ratio
        return msgspec.structs.replace(bare, aim=aim, at_least=at_least, in_unit=in_unit, judged=judged)

    within = report.in_process["p50"]
    growth = Line(f"tour {LATE} / tour {EARLY}", "times", ours.growth, stock.growth if stock else None, 1.1)
    return [
        Line("un message sans HTTP, médiane", "ms", within, None, 0.006, in_unit=True, judged=within),
        line("un message, médiane", "ms", "p50", 1 / 8),
        line("un message, 95e centile", "ms", "p95"),
        line("un message, 99e centile", "ms", "p99"),
        line("95e centile à côté de messages insensés", "ms", "disturbed_p95"),
        line("message insensé le plus long", "ms", "odd_longest"),
        *(
            Line(
                f"95e centile, rapporté au calme, à côté d’un abus : {abuse.name}",
                "times",
                abuse.ratio,
                None,
                1.5,
                judged=abuse.ratio,
            )
            for abuse in report.abuses
        ),
        line(f"débit, {report.plan.clients} clients", "rate", "rate", 8, at_least=True),
        line(f"tour {EARLY}", "ms", "early"),
        line(f"tour {LATE}", "ms", "late"),
        msgspec.structs.replace(growth, judged=ours.growth),
        line("première réponse après le lancement", "s", "ready", 9, in_unit=True),
        line("mémoire", "bytes", "memory", 450e6, in_unit=True),
        line("modèle", "bytes", "model"),
        line("entraînement, temps de calcul", "s", "training"),
    ]


def abuses(measured: Mapping[str, Beside]) -> list[Abuse]:
    """The figures of advisers beside each abuse; those alone are under the empty name."""
    alone = percentile(measured[""].seconds, 95)
    return [
        Abuse(name, alone, percentile(beside.seconds, 95), beside.read, beside.refused)
        for name, beside in measured.items()
        if name
    ]


def around(conversations: Sequence[Sequence[float]], turn: int) -> float:
    """The median over the turns around `turn` (counted from 1) of all the conversations.

    Raises:
        ValueError: the conversations are too short.
    """
    first, last = turn - AROUND, turn + AROUND
    if any(len(times) < last for times in conversations):
        raise ValueError(f"a conversation has fewer than {last} turns")
    return statistics.median(seconds for times in conversations for seconds in times[first - 1 : last])


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def each_pass(by_model: dict[str, list[float]]) -> float:
    """Seconds of processor of one pass of all models together, the mean of each.

    Without its first where there are others: it also builds the graph. As Rasa's batches grow from pass to pass, what
    is left is rather too little.
    """
    return sum(statistics.fmean(seconds[1:] or seconds) for seconds in by_model.values())
