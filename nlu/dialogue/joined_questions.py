"""Joined questions: the parts of a clause that each ask something, by meaning rather than by words."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from nlu.classification.ranking import ClassifiedClause
from nlu.forms import QuestionForm

SURE_PART = 0.8
"""Confidence from which a part of a clause is a question of its own; a few words resemble many questions."""

MIN_JOINED = 2

Hear = Callable[[ClassifiedClause], QuestionForm]
"""Gives the form of a clause's question, by its own encoding; NONE if it asks nothing."""


def separated(clause: ClassifiedClause, questions: Collection[str], hear: Hear) -> tuple[ClassifiedClause, ...]:
    """The questions joined in a clause; the clause itself if it asks one or none.

    "En VAE ou avec le CPF" asks two, since each part means a question for sure; "le CCP1 et le titre" asks one. A part
    without a question of its own belongs to the part before it.
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
    """Whether a clause asks at all, by its words, its intent or the heads; other clauses tell a story."""
    return bool(clause.clause.interrogative or _sure(clause, questions) or hear(clause) is not QuestionForm.NONE)


def _sure(part: ClassifiedClause, questions: Collection[str], *, follows: bool = False) -> ClassifiedClause | None:
    """A part with the question it asks for sure, alone or as a follow-up; else None."""
    readings = [part, part.in_context()] if follows else [part]
    return next((each for each in readings if each.intent in questions and each.confidence >= SURE_PART), None)


def _joined(group: list[ClassifiedClause], asked: ClassifiedClause, whole: ClassifiedClause) -> ClassifiedClause:
    """Merge parts into one clause with the question of one of them."""
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
