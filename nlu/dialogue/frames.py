"""Frames: complete questions for the rules, and the outlines of them that a conversation keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from nlu.entities.model import StatedPlace


class FrameOutline(msgspec.Struct, frozen=True):
    """What a frame is about: a question, a course where one was named, a day where one was asked about."""

    question: str
    course: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Frame:
    """A question for the rules, with the facts that hold for it; for today unless a day is given."""

    question: str
    facts: Mapping[str, str]
    place: StatedPlace | None
    day: date | None = None
