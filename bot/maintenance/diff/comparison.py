"""The answers that differ between two versions, in every language, and the situations and periods concerned."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from bot.content.loading import Content
from bot.maintenance.cases.enumeration import Dimensions, Period, dimensions
from bot.maintenance.cases.merging import merged
from bot.maintenance.diff.cells import MayDiffer, may_differ
from bot.maintenance.diff.dependencies import basis, rules, tables_behind, zones_apart
from bot.maintenance.diff.rendered_answers import NO_ANSWER, RenderedAnswer, Version, Views
from rules.ids import FactId
from rules.model import UNSPECIFIED, Row

Value = str | Period
"""A fact's value, UNSPECIFIED if it is not stated; as the last dimension of a box, a period."""

Box = tuple[frozenset[Value], ...]
"""Similar situations: values of each fact, in the order of the dimensions, then periods."""


@dataclass(frozen=True)
class ChangedAnswer:
    """The same change in all its boxes, with the text before and after in every language."""

    before: Views
    after: Views
    boxes: tuple[Box, ...]
    rows_before: tuple[Row, ...]
    rows_after: tuple[Row, ...]


@dataclass(frozen=True)
class ChangedQuestion:
    """A question with changed answers."""

    question: str
    dimensions: Dimensions
    changes: tuple[ChangedAnswer, ...]


def changed_questions(old: Version, new: Version, questions: Iterable[str] | None = None) -> Iterator[ChangedQuestion]:
    """The questions with answers that differ. If one version lacks a question, all its answers differ.

    Args:
        old: the version before.
        new: the version now.
        questions: only these; all of both versions by default.
    """
    if questions is None:
        questions = dict.fromkeys((*new.programme.tables, *old.programme.tables))
    for question in questions:
        bases = basis(question, old.content), basis(question, new.content)
        if bases[0] != bases[1]:
            compared = _dimensions(question, old.content, new.content)
            grids = old.programme.grids.get(question), new.programme.grids.get(question)
            changes = _changes(question, compared, old, new, may_differ(compared, grids, bases))
            if changes:
                yield ChangedQuestion(question, compared, changes)


def _dimensions(question: str, *contents: Content) -> Dimensions:
    """What tells the answers to a question apart; always the place, since an answer can name it."""
    programmes = [content.programme for content in contents]
    behind = dict.fromkeys(chain(*(tables_behind(question, programme) for programme in programmes)))
    zones = dict.fromkeys(chain(*(zones_apart(question, content).values() for content in contents)))
    return dimensions(question, *programmes, besides=(FactId.PLACE,), dated_by=behind, zones=zones)


def _changes(
    question: str, compared: Dimensions, old: Version, new: Version, may_differ: MayDiffer
) -> tuple[ChangedAnswer, ...]:
    def answer(facts: Mapping[str, str], period: Period) -> tuple[RenderedAnswer, RenderedAnswer]:
        day = period.since or period.until or date.today()
        if not may_differ(facts, day):
            return NO_ANSWER, NO_ANSWER
        decided = old.decided(question, facts, day)
        return old.rendered(decided), new.rendered(decided if same_rules else new.decided(question, facts, day))

    # If only texts change, the decisions stay the same.
    same_rules = rules(question, old.content) == rules(question, new.content)
    renamed = {
        code
        for code in old.programme.territories.keys() & new.programme.territories.keys()
        if old.within(code) != new.within(code)
    }
    changes: dict[tuple[Views, Views], tuple[list[Box], dict[Row, None], dict[Row, None]]] = {}
    answers = compared.answers(answer, lambda pair: any(each.by_contact for each in pair), like=_identity)
    for region, period, (before, after) in answers:
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


def _identity(answers: tuple[RenderedAnswer, RenderedAnswer]) -> Hashable:
    """The identities of what is shown and of the deciding rows: each version has these objects only once."""
    return tuple(id(each) for answer in answers for each in (answer.views, *answer.rows))


def _seen(
    codes: list[str],
    renamed: set[str],
    answers: tuple[RenderedAnswer, RenderedAnswer],
    versions: tuple[Version, Version],
) -> Iterator[tuple[list[str], tuple[Views, Views]]]:
    """The territories where an adviser sees a difference, with the views before and after.

    If the name of the place is the same in both versions, it stays open, so that one change is reported once.
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
