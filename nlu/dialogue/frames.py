"""Frames: complete questions for the rules, and the outlines of them that a conversation keeps."""

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
    """What a frame is about: a question, a course where one was named, a day where one was asked about."""

    question: str
    course: str | None = None
    day: date | None = None

    @property
    def facts(self) -> dict[str, str]:
        """The course as a fact; none where none was named."""
        return {FactId.COURSE.value: self.course} if self.course else {}


@dataclass(frozen=True)
class Frame:
    """A question for the rules, with the facts that hold for it; for today unless a day is given.

    `form` is what it wants to be told, `criteria` are what it asks of the answer ("obligatoire", "le plus court");
    `items` are the ids of those that it compares, chooses among or means by their rank, and `compares`: they are the
    answer, not what the rules say of them; `attribute` is the unit in which it is to be answered ("en semaines").
    `of_other`: whose case it is, where two persons are asked about who differ; None where it is asked for one.
    `explains`: it is the question about the answer ("depuis quand ?") that is asked beside the answer itself.
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

    def without(self, facts: Collection[str]) -> Frame:
        """The same question without some of the facts."""
        return replace(self, facts={fact: value for fact, value in self.facts.items() if fact not in facts})

    def in_each_case(self, fact: str, values: Iterable[str]) -> tuple[Frame, ...]:
        """The same question for each value of a fact."""
        return tuple(replace(self, facts={**self.facts, fact: value}) for value in values)


class Request(NamedTuple):
    """A question, and the courses to answer it for; None where it is for no course. The rest is as in a frame."""

    question: str
    courses: tuple[str | None, ...]
    form: QuestionForm = QuestionForm.NONE
    criteria: tuple[CriterionMention, ...] = ()
    explains: str = ""


def by_question(frames: Iterable[Frame]) -> list[tuple[Frame, ...]]:
    """Frames by what they ask: one question is asked of each of several courses, say."""
    groups = groupby(frames, key=lambda frame: (frame.question, frame.form, frame.criteria, frame.explains))
    return [tuple(group) for _, group in groups]
