"""Distress: what a message shows of its writer's state, or tells of somebody else's (`nlu/annotated/danger.yml`)."""

from __future__ import annotations

from rules.ids import StrEnum


class Distress(StrEnum):
    """What a message shows."""

    NONE = "none"
    EXASPERATION = "exasperation"
    HARDSHIP = "epreuve"  # a failure that weighs, suffering at work, fear of an exam (`nlu/lexique/epreuves.yml`)
    DENIED_DANGER = "danger_ecarte"  # "je ne vais pas me suicider, je suis épuisée"
    SUPPORT = "soutien"  # wants somebody to talk to about it ("un médecin, un syndicat")
    DANGER = "danger"


HARD_TIMES = frozenset({Distress.HARDSHIP, Distress.DENIED_DANGER, Distress.SUPPORT})
"""What deserves a word for the person before any answer, and is none of danger."""
