"""Frames: complete questions for the rules, and their outlines, which a conversation keeps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

import msgspec

from nlu.entities.criteria import CriterionMention
from nlu.entities.model import StatedPlace
from nlu.forms import QuestionForm
from rules.ids import FactId


class FrameOutline(msgspec.Struct, frozen=True):
    """The outline of a frame: its question, the course if one was named, the day if one was asked about."""

    question: str
    course: str | None = None
    day: date | None = None

    @property
    def facts(self) -> dict[str, str]:
        """The course as a fact; empty if there is none."""
        return {FactId.COURSE.value: self.course} if self.course else {}


@dataclass(frozen=True)
class Frame:
    """A question for the rules, with the facts that hold for it.

    Attributes:
        question: the table.
        facts: the facts stated.
        place: the place stated.
        day: the day asked about; None for today.
        form: the form of the question.
        criteria: what it asks of the answer ("obligatoire", "le plus court").
        items: the ids of the items it compares, chooses among or names by rank.
        compares: whether the items themselves are the answer, not what the rules say of them.
        attribute: the unit of the answer ("en semaines").
        explains: the question about the answer ("depuis quand ?") asked together with it; empty if none.
        of_other: if two persons are asked about, whether it is the other's case; None for a single person.
        cell: the cell of the matrix that is asked, an element and an attribute; None where none is read.
    """

    question: str
    facts: Mapping[str, str]
    place: StatedPlace | None
    day: date | None = None
    form: QuestionForm = QuestionForm.NONE
    criteria: tuple[CriterionMention, ...] = ()
    items: tuple[str, ...] = ()
    compares: bool = False
    attribute: str | None = None
    explains: str = ""
    of_other: bool | None = None
    cell: tuple[str, str] | None = None

    def without(self, facts: Collection[str]) -> Frame:
        """The same question without some of the facts."""
        return replace(self, facts={fact: value for fact, value in self.facts.items() if fact not in facts})

    def in_each_case(self, fact: str, values: Iterable[str]) -> tuple[Frame, ...]:
        """The same question for each value of a fact."""
        return tuple(replace(self, facts={**self.facts, fact: value}) for value in values)


class Request(NamedTuple):
    """A question and the courses to answer it for; None stands for no course. Other fields as in a frame."""

    question: str
    courses: tuple[str | None, ...]
    form: QuestionForm = QuestionForm.NONE
    criteria: tuple[CriterionMention, ...] = ()
    explains: str = ""


def by_question(frames: Iterable[Frame]) -> list[tuple[Frame, ...]]:
    """Group consecutive frames that ask the same question, of several courses say."""
    groups = groupby(frames, key=lambda frame: (frame.question, frame.form, frame.criteria, frame.explains))
    return [tuple(group) for _, group in groups]
