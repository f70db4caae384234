"""The forms of questions: what a question wants to be told, whatever its topic (`nlu/annotated/etiquettes.yml`)."""

from __future__ import annotations

from typing import Final

from rules.ids import StrEnum


class QuestionForm(StrEnum):
    """What a question wants to be told."""

    YES_NO = "oui_non"
    WHICH = "lequel"
    HOW_MUCH = "combien"
    WHERE = "ou"
    WHEN = "quand"
    WHO = "qui"
    WHY = "pourquoi"
    HOW = "comment"
    WHAT = "quoi"
    COMPARE = "comparer"
    ORDINAL = "ieme"
    NEXT = "suite"
    SUMMARY = "resume"
    SIMPLER = "plus_simple"
    NONE = "aucune"


OPEN_FORMS: Final = frozenset({QuestionForm.YES_NO, QuestionForm.NONE})
"""Forms of an utterance that may go on from the last answer: conclude, choose, ask the same of something else."""

CHOOSING_FORMS: Final = frozenset({QuestionForm.WHICH, QuestionForm.COMPARE})
