"""`aiguilleur dates`: what comes, and what is to be reviewed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from bot.answers.texts import written_day
from bot.content.loading import load_content
from bot.content.project_files import ProjectFiles
from bot.maintenance.agenda import Agenda, DueReview, agenda
from bot.maintenance.project_declarations import DECLARATIONS


def lines(files: ProjectFiles, today: date) -> Iterator[str]:
    """The page of dates, line by line.

    Raises:
        ProgrammeError: the files have mistakes.
    """
    found = agenda(load_content(files, DECLARATIONS), today)
    yield from _coming(found, files)
    yield ""
    yield from _overdue(found.overdue, files)
    yield ""
    yield from _next(found.next_reviews)


def _coming(found: Agenda, files: ProjectFiles) -> Iterator[str]:
    yield "À venir" if found.coming else "Rien ne change : aucune date à venir n'est écrite."
    for day, events in groupby(found.coming, lambda event: event.day):
        yield f"  {written_day(day, 'fr')}"
        for event in events:
            yield f"    {event.event} ({files.named(event.place.file)}:{event.place.line})"


def _overdue(reviews: Sequence[DueReview], files: ProjectFiles) -> Iterator[str]:
    yield "En retard de relecture" if reviews else "Aucune relecture n'est en retard."
    for day, due in groupby(reviews, lambda review: review.day):
        yield f"  avant le {written_day(day, 'fr')}"
        for review in due:
            rows = f"{len(review.rows)} lignes" if len(review.rows) > 1 else f"« {review.rows[0].id} »"
            yield f"    {files.named(review.file)}:{review.place.line} : {rows}"


def _next(reviews: Sequence[DueReview]) -> Iterator[str]:
    """Reviews by day, without the files: there may be a hundred."""
    yield "Prochaines relectures" if reviews else "Aucune relecture n'est à venir."
    for day, due in groupby(reviews, lambda review: review.day):
        counts = [len(review.rows) for review in due]
        rows = f"{sum(counts)} lignes" if sum(counts) > 1 else "une ligne"
        yield f"  avant le {written_day(day, 'fr')} : {rows}" + (f", dans {len(counts)} fichiers" if counts[1:] else "")
