"""The answers that differ between two versions, in every language, and the situations and periods where they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.maintenance.cases.enumeration import Dimensions, Period, dimensions
from bot.maintenance.cases.merging import merged
from bot.maintenance.diff.rendered_answers import RenderedAnswer, Version, Views
from rules.ids import FactId, QuestionId
from rules.model import UNSPECIFIED, Place, Row, Table

_NOWHERE = Place(Path(), 0)

Value = str | Period
"""A fact's value, UNSPECIFIED where the adviser does not state the fact; or, last in a box, a period."""

Box = tuple[frozenset[Value], ...]
"""Situations that are alike: values of each fact, in the order of the dimensions, then periods."""


@dataclass(frozen=True)
class ChangedAnswer:
    """The same change in all its boxes: what is shown before and after, in every language."""

    before: Views
    after: Views
    boxes: tuple[Box, ...]
    rows_before: tuple[Row, ...]
    rows_after: tuple[Row, ...]


@dataclass(frozen=True)
class ChangedQuestion:
    """A question some of whose answers change."""

    question: str
    dimensions: Dimensions
    changes: tuple[ChangedAnswer, ...]


def changed_questions(old: Version, new: Version) -> Iterator[ChangedQuestion]:
    """The questions of both versions some of whose answers differ."""
    for question in new.programme.tables:
        if question in old.programme.tables and _rests_on(question, old) != _rests_on(question, new):
            # The answer can name the place, whether or not it depends on it.
            compared = dimensions(question, old.programme, new.programme, besides=(FactId.PLACE,))
            changes = _changes(question, compared, old, new)
            if changes:
                yield ChangedQuestion(question, compared, changes)


def _rests_on(question: str, version: Version) -> tuple[object, ...]:
    """Everything that the answers to a question can depend on; where it is the same, nothing is compared."""
    programme = version.programme
    tables = [_unplaced(programme.tables[question])]
    if any(row.then.contact_by_course for row in tables[0].rows):
        tables.append(_unplaced(programme.tables[QuestionId.CONTACT]))
    names = {row.then.wording for table in tables for row in table.rows}
    shown = [
        (texts.demands, texts.interface, {name: texts.answers.get(name) for name in names})
        for texts in version.content.texts.values()
    ]
    base = (programme.sources, programme.territories, programme.organisations, programme.hubs, programme.facts)
    return *base, tables, shown


def _unplaced(table: Table) -> Table:
    """A table without where it is written."""
    return replace(table, place=_NOWHERE, rows=tuple(replace(row, place=_NOWHERE) for row in table.rows))


def _changes(question: str, compared: Dimensions, old: Version, new: Version) -> tuple[ChangedAnswer, ...]:
    def answer(facts: Mapping[str, str], period: Period) -> tuple[RenderedAnswer, RenderedAnswer]:
        day = period.since or period.until or date.today()
        before, after = (version.render(question, facts, day) for version in (old, new))
        return before, after

    renamed = {
        code
        for code in old.programme.territories.keys() & new.programme.territories.keys()
        if old.within(code) != new.within(code)
    }
    changes: dict[tuple[Views, Views], tuple[list[Box], dict[Row, None], dict[Row, None]]] = {}
    for region, period, (before, after) in compared.answers(answer, lambda pair: any(each.by_contact for each in pair)):
        if before.views == after.views and not (renamed and after.placed):
            continue
        values = {
            fact: [value for each in classes for value in each]
            for fact, classes in zip(compared.classes, region, strict=True)
        }
        for codes, views in _seen(values[FactId.PLACE], renamed, (before, after), (old, new)):
            boxes, rows_before, rows_after = changes.setdefault(views, ([], {}, {}))
            boxes.append((*map(frozenset, {**values, FactId.PLACE: codes}.values()), frozenset({period})))
            rows_before |= dict.fromkeys(before.rows)
            rows_after |= dict.fromkeys(after.rows)
    return tuple(
        ChangedAnswer(*views, merged(boxes), *_deciding(tuple(rows_before), tuple(rows_after)))
        for views, (boxes, rows_before, rows_after) in changes.items()
    )


def _seen(
    codes: list[str],
    renamed: set[str],
    answers: tuple[RenderedAnswer, RenderedAnswer],
    versions: tuple[Version, Version],
) -> Iterator[tuple[list[str], tuple[Views, Views]]]:
    """The territories where an adviser sees a difference, with what is seen before and after.

    The name of the place stays open where it is the same in both versions, so that one change is one.
    """
    before, after = answers
    if UNSPECIFIED in codes or not (before.placed or after.placed):
        yield codes, (before.views, after.views)
        return
    same_name = []
    for code in codes:
        seen = before.at(versions[0].within(code)), after.at(versions[1].within(code))
        if seen[0] == seen[1]:
            continue
        if code in renamed:
            yield [code], seen
        else:
            same_name.append(code)
    if same_name:
        yield same_name, (before.views, after.views)


def _deciding(before: tuple[Row, ...], after: tuple[Row, ...]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows that make the difference: those of one version only, else all."""
    names = {row.id for row in before} & {row.id for row in after}
    only = tuple(row for row in before if row.id not in names), tuple(row for row in after if row.id not in names)
    return only if any(only) else (before, after)
