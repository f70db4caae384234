"""The changed answers for maintainers: for whom, since when, and which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path

import numpy as np

from bot.answers.texts import LANGUAGES
from bot.content.loading import Content
from bot.maintenance.cases.enumeration import Dimensions, Period
from bot.maintenance.cases.merging import merged
from bot.maintenance.diff import phrases
from bot.maintenance.diff.comparison import Box, ChangedAnswer, ChangedQuestion, changed_questions
from bot.maintenance.diff.rendered_answers import PLACE, Version, View, Views
from bot.maintenance.diff.word_diff import Marked, Run, changed_lines
from rules.ids import FactId
from rules.model import UNSPECIFIED, Row

EXPLAINED = "explanations"
_PARTS = {
    "paragraphs": "Réponse",
    "notices": "À noter",
    "links": "Liens",
    "choices": "Boutons",
    "sources": "Source",
    "verdicts": "Oui ou non",
    EXPLAINED: "« Pourquoi ? »",
}

_ASKED = ("le fait manquant est demandé",)
_NOT_YET = ("rien : cela n’existait pas",)
_NO_MORE = ("rien : cela n’existe plus",)

_MOST_NAMED = 3
"""Questions named in the title of a change."""


@dataclass(frozen=True)
class Situations:
    """The situations in which a question changes.

    Attributes:
        question: the question.
        title: its title.
        lines: the cases in words, one line for each set.
        count: the number of combinations in all.
    """

    question: str
    title: str
    lines: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class PartChange:
    """One part of an answer ("Réponse", "Liens") in one language."""

    name: str
    marked: Marked


@dataclass(frozen=True)
class AnswerChange:
    """One change of words, wherever it occurs.

    Attributes:
        situations: where it occurs.
        example: the place named in the texts shown, if any.
        texts: the changed parts, by language.
        rows_before: the rows that answered before.
        rows_after: the rows that answer now.
    """

    situations: tuple[Situations, ...]
    example: str
    texts: tuple[tuple[str, tuple[PartChange, ...]], ...]
    rows_before: tuple[str, ...]
    rows_after: tuple[str, ...]
    now: bool
    """Whether it shows today, not only on another day."""

    @property
    def title(self) -> str:
        """A question by the name that advisers know."""
        names = [situation.title for situation in self.situations[:_MOST_NAMED]]
        more = len(self.situations) - len(names)
        rest = ["une autre question" if more == 1 else f"{more} autres questions"] if more else []
        return phrases.joined([*names, *rest])

    @property
    def rows(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The rows that decide, under their titles; once if they are the same before and after."""
        if self.rows_before == self.rows_after:
            return (("avant et après", self.rows_after),)
        return ("avant", self.rows_before), ("après", self.rows_after)

    @property
    def first_part(self) -> int:
        """The rank of the first part that changes, in the order in which an adviser reads."""
        names = {part.name for _, parts in self.texts for part in parts}
        return next((number for number, name in enumerate(_PARTS.values()) if name in names), len(_PARTS))

    @property
    def of_explanations(self) -> bool:
        """Whether only the answer to « Pourquoi ? » changes."""
        return self.first_part == len(_PARTS) - 1

    @property
    def count(self) -> int:
        """The combinations concerned."""
        return sum(situation.count for situation in self.situations)


@dataclass(frozen=True)
class _Edited:
    question: ChangedQuestion
    change: ChangedAnswer
    texts: tuple[tuple[str, tuple[PartChange, ...]], ...]


def answer_changes(
    old: Version, new: Version, today: date, questions: Iterable[str] | None = None
) -> tuple[AnswerChange, ...]:
    """Every change of the answers; the same change in several answers is one.

    What advisers read today comes first, then other days; within each, words before links and sources.
    """
    alike: dict[object, list[_Edited]] = {}
    for question in changed_questions(old, new, questions):
        for change in question.changes:
            texts = _texts(change)
            edit = [(language, part.name, part.marked.edit) for language, parts in texts for part in parts]
            alike.setdefault(tuple(edit), []).append(_Edited(question, change, texts))
    found = [_together(edited, old, new, today) for edited in alike.values()]
    return tuple(sorted(found, key=lambda change: (not change.now, change.first_part)))


def _together(edited: Sequence[_Edited], old: Version, new: Version, today: date) -> AnswerChange:
    by_question: dict[str, list[_Edited]] = {}
    for edit in edited:
        by_question.setdefault(edit.question.question, []).append(edit)
    shown, code, now = _example(edited, new, today)
    place = new.within(code) if code else None
    name = new.programme.territories[code].name if code and _placed(shown.texts) else ""
    before, after = (
        _rows((row for edit in edited for row in rows(edit.change)), version.content)
        for rows, version in ((attrgetter("rows_before"), old), (attrgetter("rows_after"), new))
    )
    return AnswerChange(
        tuple(_situations(ones, old.content, new.content) for ones in by_question.values()),
        name,
        tuple((language, tuple(_filled(part, place, language) for part in parts)) for language, parts in shown.texts),
        before or (_ASKED if _is_seen(shown.change.before) else _NOT_YET),
        after or (_ASKED if _is_seen(shown.change.after) else _NO_MORE),
        now,
    )


def _is_seen(views: Views) -> bool:
    """Whether there is an answer, or a question back."""
    return any(view.paragraphs for view in views)


def _situations(edited: Sequence[_Edited], old: Content, new: Content) -> Situations:
    question = edited[0].question
    boxes = [box for edit in edited for box in edit.change.boxes]
    content = new if question.question in new.programme.tables else old
    lines = tuple(_line(question.dimensions, box, old, new) for box in merged(boxes))
    return Situations(question.question, title(question.question, content), lines, _combinations(boxes))


def title(question: str, content: Content) -> str:
    """A question by the name that advisers know."""
    return content.texts["fr"].questions.get(question) or content.programme.tables[question].title.fr


def _combinations(boxes: Sequence[Box]) -> int:
    """How many combinations of facts the boxes contain, whatever the period."""
    *facts, _ = (
        {value: number for number, value in enumerate(frozenset().union(*sides))} for sides in zip(*boxes, strict=True)
    )
    found = np.zeros([len(numbers) for numbers in facts], bool)
    for *sides, _ in boxes:
        found[np.ix_(*([numbers[value] for value in side] for numbers, side in zip(facts, sides, strict=True)))] = True
    return int(found.sum())


def _line(dimensions: Dimensions, box: Box, old: Content, new: Content) -> str:
    """Some cases in words."""
    parts = []
    when = phrases.dates([period for period in box[-1] if isinstance(period, Period)], new.texts["fr"])
    for name, part in zip(dimensions.classes, box, strict=False):
        values = frozenset(map(str, part))
        before, now = _values(name, old), _values(name, new)
        content = new if values <= now else old
        text = phrases.where(values, content.programme) if name == FactId.PLACE else _stated(name, values, content)
        mark = " (nouveau)" if before.isdisjoint(values) else " (retiré)" if now.isdisjoint(values) else ""
        parts.append(f"{text}{mark}" if text else "")
    return " ; ".join(part for part in (*parts, when) if part) or "dans tous les cas"


def _values(fact: str, content: Content) -> frozenset[str]:
    """The values of a fact that a version knows, unsaid included; empty if it lacks the fact."""
    definition = content.programme.facts.get(fact)
    return frozenset((*definition.values, UNSPECIFIED)) if definition else frozenset()


def _stated(name: str, values: frozenset[str], content: Content) -> str:
    return phrases.fact(name, values, content.programme, content.texts["fr"])


def _example(edited: Sequence[_Edited], new: Version, today: date) -> tuple[_Edited, str | None, bool]:
    """The change to show in full, with a territory, and whether it is today's; today's changes come first."""
    best: tuple[tuple[bool, bool], _Edited, str | None] | None = None
    for edit in edited:
        dimensions = edit.question.dimensions
        for box in edit.change.boxes:
            parts = dict(zip(dimensions.classes, box, strict=False))
            code = next((code for code in new.programme.territories if code in parts[FactId.PLACE]), None)
            today_too = any(isinstance(period, Period) and period.holds_on(today) for period in box[-1])
            merits = (today_too, code is not None)
            if best is None or merits > best[0]:
                best = merits, edit, code
    if best is None:
        raise ValueError("a change has cases")
    return best[1], best[2], best[0][0]


def _texts(change: ChangedAnswer) -> tuple[tuple[str, tuple[PartChange, ...]], ...]:
    """The parts that change, by language, with PLACE for the place."""
    found = []
    for language, before, after in zip(LANGUAGES, change.before, change.after, strict=True):
        parts = tuple(_parts(before, after))
        if parts:
            found.append((language, parts))
    return tuple(found)


def _parts(before: View, after: View) -> Iterator[PartChange]:
    """The parts that differ; « Pourquoi ? », whose answer follows from the others, only if it alone differs."""
    differing = [part for part in _PARTS if getattr(before, part) != getattr(after, part)]
    for part in differing:
        if part != EXPLAINED or differing == [EXPLAINED]:
            yield PartChange(_PARTS[part], changed_lines(getattr(before, part), getattr(after, part)))


def _placed(texts: Sequence[tuple[str, Sequence[PartChange]]]) -> bool:
    return any(
        PLACE in run.text for _, parts in texts for part in parts for run in (*part.marked.before, *part.marked.after)
    )


def _filled(part: PartChange, place: Sequence[str] | None, language: str) -> PartChange:
    if place is None:
        return part
    named = place[LANGUAGES.index(language)]

    def filled(runs: Iterable[Run]) -> tuple[Run, ...]:
        return tuple(Run(run.kind, run.text.replace(PLACE, named)) for run in runs)

    return PartChange(part.name, Marked(filled(part.marked.before), filled(part.marked.after)))


def _rows(rows: Iterable[Row], content: Content) -> tuple[str, ...]:
    """Rows by their name, file and line."""
    return tuple(dict.fromkeys(f"{row.id} ({placed(row.place.file, content)}:{row.place.line})" for row in rows))


def placed(file: Path, content: Content) -> str:
    """A file as maintainers name it, relative to the project."""
    root = content.files.root
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
