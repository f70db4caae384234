"""Distress: what a message shows of its writer's state, or tells of somebody else's (`nlu/annotated/detresse`)."""

from __future__ import annotations

from typing import Final

from rules.ids import StrEnum


class Distress(StrEnum):
    """How bad it is, from nothing to danger; and annoyance, which is none of it."""

    NONE = "aucun"
    ANNOYANCE = "agace"  # cross with the assistant, a form, an organisation
    HARDSHIP = "epreuve"  # a failed exam that weighs, fear, exhaustion, a job that is lost
    DISTRESS = "detresse"  # deep suffering, without danger
    DANGER = "danger"  # somebody's life or safety is at stake


HARD_TIMES: Final = frozenset({Distress.HARDSHIP, Distress.DISTRESS})
"""What deserves a word for the person before any answer."""
