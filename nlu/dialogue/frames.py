"""Frames: complete questions for the rules, and the outlines of them that a conversation keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from nlu.entities.model import StatedPlace
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
    """A question for the rules, with the facts that hold for it; for today unless a day is given."""

    question: str
    facts: Mapping[str, str]
    place: StatedPlace | None
    day: date | None = None
