"""What comes: the days on which something changes for advisers, and the reviews that are overdue or next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from bot.content.loading import Content
from rules.loading import ROLES
from rules.model import Place, Programme, Row

_MOST_CODES: Final = 5
"""Departments listed; beyond, only their number is given."""


@dataclass(frozen=True, order=True)
class ComingDate:
    """A future day on which a line of the files begins or ends.

    Attributes:
        day: the day.
        event: what happens, in words.
        place: the line.
    """

    day: date
    event: str
    place: Place


@dataclass(frozen=True)
class DueReview:
    """Rows of a file that must be reviewed before a day."""

    day: date
    file: Path
    rows: tuple[Row, ...]

    @property
    def place(self) -> Place:
        """The place of the first row."""
        return self.rows[0].place


@dataclass(frozen=True)
class Agenda:
    """What comes, the nearest first.

    Attributes:
        today: the day it is made for.
        coming: the days of change.
        overdue: the overdue reviews.
        next_reviews: the other reviews.
    """

    today: date
    coming: tuple[ComingDate, ...]
    overdue: tuple[DueReview, ...]
    next_reviews: tuple[DueReview, ...]


def agenda(content: Content, today: date) -> Agenda:
    """The agenda from the dates in the maintainers' files."""
    coming = [event for event in _events(content) if event.day > today]
    reviews = _reviews(content.programme)
    return Agenda(
        today,
        tuple(sorted(coming, key=lambda event: (event.day, str(event.place.file), event.place.line, event.event))),
        tuple(review for review in reviews if review.rows[0].review_due(today)),
        tuple(review for review in reviews if not review.rows[0].review_due(today)),
    )


def _events(content: Content) -> Iterator[ComingDate]:
    programme, files = content.programme, content.files
    for table in programme.tables.values():
        for row in table.rows:
            if row.place.file.name != ROLES:
                yield from _period(row.since, row.until, f"la ligne « {row.id} »", row.place)
    organisations = Place(files.programme / "organismes.yml", 1)
    for organisation in programme.organisations.values():
        if takeover := organisation.takeover:
            before = programme.organisations[takeover.predecessor].short_name
            yield ComingDate(takeover.since, f"{organisation.short_name} prend la suite de {before}", organisations)
    items = Place(files.programme / "elements.yml", 1)
    for item in programme.items.values():
        if item.since:
            yield ComingDate(item.since, f"« {item.name.fr} » commence", items)
    yield from _roles(programme)
    for change in content.changes:
        place = Place(files.changes / f"{change.id}.yml", 1)
        yield from _period(change.since, change.until, f"le changement « {change.title.fr} »", place)


def _roles(programme: Programme) -> Iterator[ComingDate]:
    """The days on which organisations begin or cease to hold a role."""
    for holding in programme.holdings:
        name = programme.organisations[holding.organisation].short_name
        codes = sorted(holding.codes)
        where = ", ".join(codes) if len(codes) <= _MOST_CODES else f"{len(codes)} départements"
        what = f"« {name} {programme.roles[holding.role].fr} » ({where})"
        yield from _period(holding.since, holding.until, what, holding.place, ("commence", "cesse"))


def _period(
    since: date | None,
    until: date | None,
    what: str,
    place: Place,
    events: tuple[str, str] = ("commence à valoir", "ne vaut plus"),
) -> Iterator[ComingDate]:
    """The first day of a period, and the first day after it."""
    if since:
        yield ComingDate(since, f"{what} {events[0]}", place)
    if until:
        yield ComingDate(until + timedelta(days=1), f"{what} {events[1]}", place)


def _reviews(programme: Programme) -> list[DueReview]:
    """The reviews, the most overdue first. Rows of a file due on the same day are one review."""
    rows: dict[tuple[date, Path], list[Row]] = defaultdict(list)
    for row in _rows(programme):
        rows[row.review_before, row.place.file].append(row)
    return [
        DueReview(day, file, tuple(found)) for (day, file), found in sorted(rows.items(), key=lambda entry: entry[0])
    ]


def _rows(programme: Programme) -> Iterable[Row]:
    return (row for table in programme.tables.values() for row in table.rows)
