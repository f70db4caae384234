"""Statistics: anonymous numbers by day or week, channel, topic and hub."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.schema import conversations, feedback, now, subscriptions, tallies, unanswered

SMALLEST: Final = 5
"""The smallest number shown: fewer may be one person's."""

Step = Literal["jour", "semaine"]
Counts = dict[str, int]
Table = dict[str, Counts]
"""Numbers by row name, then by column name."""


@dataclass(frozen=True)
class Statistics:
    """Numbers since a day: by period, and over all periods by channel, topic and hub; and the present subscribers."""

    since: datetime
    periods: Table
    channels: Table
    topics: Table
    hubs: Table
    subscribers: int


@dataclass
class _Counting:
    """Tables while they are counted."""

    period: Callable[[datetime], str]
    tables: dict[str, defaultdict[str, Counts]] = field(
        default_factory=lambda: {name: defaultdict(dict) for name in ("periods", "channels", "topics", "hubs")}
    )

    def add(self, measure: str, at: datetime, count: int, **rows: str | None) -> None:
        """Add to a measure, in the moment's period and in the given row of each table."""
        for table, row in {"periods": self.period(at), **rows}.items():
            cells = self.tables[table][row or ""]
            cells[measure] = cells.get(measure, 0) + count


def read_statistics(database: Database, days: int, step: Step) -> Statistics:
    """The numbers of the last days, by day or by ISO week ("2026-W48")."""
    since = (now() - timedelta(days=days - 1)).replace(hour=0, minute=0, second=0, microsecond=0)

    def work(connection: Connection) -> Statistics:
        counting = _Counting(_day if step == "jour" else _week)
        columns = (tallies.c.day, tallies.c.kind, tallies.c.channel, tallies.c.name, tallies.c.count)
        for day, kind, channel, name, count in connection.execute(select(*columns).where(tallies.c.day >= since)):
            topic = {"topics": name} if kind == "question" else {}
            counting.add(f"{kind}s", day, count, channels=channel, **topic)
        missed = select(
            unanswered.c.at, unanswered.c.channel, unanswered.c.hub, unanswered.c.question, unanswered.c.count
        )
        for at, channel, hub, question, count in connection.execute(missed.where(unanswered.c.at >= since)):
            counting.add("unanswered", at, count, channels=channel, hubs=hub, topics=question)
        rated = select(
            feedback.c.at, feedback.c.hub, feedback.c.question, feedback.c.useful, conversations.c.channel
        ).outerjoin(conversations, conversations.c.id == feedback.c.conversation)
        for at, hub, question, useful, channel in connection.execute(rated.where(feedback.c.at >= since)):
            measure = "useful" if useful else "not_useful"
            counting.add(measure, at, 1, hubs=hub, topics=question, channels=channel)
        subscribers = int(connection.execute(select(func.count()).select_from(subscriptions)).scalar())
        return Statistics(since, **counting.tables, subscribers=subscribers)

    return database.read_sync(work)


def shown(cells: Mapping[str, int]) -> dict[str, str]:
    """A column of numbers, with small ones hidden ("< 5").

    If only one is small, the next larger one is hidden too ("–"): another table gives the sum.
    """
    texts = {row: str(count) if not 0 < count < SMALLEST else f"< {SMALLEST}" for row, count in cells.items()}
    small = [row for row, count in cells.items() if 0 < count < SMALLEST]
    larger = sorted((count, row) for row, count in cells.items() if count >= SMALLEST)
    if len(small) == 1 and larger:
        texts[larger[0][1]] = "–"
    return texts


def columns(table: Table, measures: Iterable[str]) -> dict[str, dict[str, str]]:
    """The columns of a table, small numbers hidden, by measure, then by row."""
    return {measure: shown({row: cells.get(measure, 0) for row, cells in table.items()}) for measure in measures}


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def _week(moment: datetime) -> str:
    year, week, _ = moment.isocalendar()
    return f"{year}-W{week:02}"
