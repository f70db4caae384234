"""Joined questions: the parts of a clause that ask something each, by what they mean rather than by their words."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from nlu.classification.ranking import ClassifiedClause
from nlu.forms import QuestionForm

SURE_PART = 0.8
"""A part of a clause asks something of its own from here: few words sound of many questions."""

MIN_JOINED = 2

Hear = Callable[[ClassifiedClause], QuestionForm]
"""Tells what a clause wants to be told, by its own encoding; NONE where it asks nothing."""


def separated(clause: ClassifiedClause, questions: Collection[str], hear: Hear) -> tuple[ClassifiedClause, ...]:
    """The questions that a clause joins; the clause itself where it asks one, or none.

    "En VAE ou avec le CPF" asks two, since its parts mean two questions, each for sure; "le CCP1 et le titre" one.
    A part that asks nothing of its own belongs to the one before it.
    """
    groups: list[list[ClassifiedClause]] = []
    asked: list[ClassifiedClause | None] = []
    for part in clause.parts:
        sure = _sure(part, questions, follows=any(asked))
        before = asked[-1] if asked else None
        if not groups or (sure and before and sure.intent != before.intent):
            groups.append([part])
            asked.append(sure)
        else:
            groups[-1].append(part)
            asked[-1] = before or sure
    if len(groups) < MIN_JOINED or not _asks(clause, questions, hear):
        return (clause,)
    return tuple(_joined(group, part or clause, clause) for group, part in zip(groups, asked, strict=True))


def _asks(clause: ClassifiedClause, questions: Collection[str], hear: Hear) -> bool:
    """Whether a clause asks at all, by its words, by what it means, or by how it sounds; others tell a story."""
    return bool(clause.clause.interrogative or _sure(clause, questions) or hear(clause) is not QuestionForm.NONE)


def _sure(part: ClassifiedClause, questions: Collection[str], *, follows: bool = False) -> ClassifiedClause | None:
    """A part as it asks a question for sure, alone or just after another one; None where it does not."""
    readings = [part, part.in_context()] if follows else [part]
    return next((each for each in readings if each.intent in questions and each.confidence >= SURE_PART), None)


def _joined(group: list[ClassifiedClause], asked: ClassifiedClause, whole: ClassifiedClause) -> ClassifiedClause:
    """Parts as one clause, which asks what one of them does."""
    start = group[0].clause.start - whole.clause.start
    end = group[-1].clause.end - whole.clause.start
    clause = replace(
        whole.clause,
        text=whole.clause.text[start:end],
        start=group[0].clause.start,
        interrogative=True,
        parts=(),
    )
    return replace(asked, clause=clause, delexicalized=" ".join(part.delexicalized for part in group), parts=())
