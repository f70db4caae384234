"""Acts, and the acts proposed for a turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from nlu.dialogue.answers import AwaitedAnswer
from nlu.dialogue.turn import Turn
from nlu.forms import QuestionForm
from rules.ids import StrEnum


class ActKind(StrEnum):
    """What an adviser does in a turn."""

    INFORM = "inform"  # states entities, which concern a frame of the history
    REQUEST = "request"  # asks questions of the programme
    ANSWER = "answer"  # answers what the last reply asked
    CONFIRM = "confirm"  # says yes or no, where nothing was asked
    DOUBT = "doubt"  # doubts the last answer
    REPEAT = "repeat"  # wants the last answer again, perhaps for another day or in another language
    FORGET = "forget"  # wants some facts forgotten
    REJECT = "reject"  # says that the last answer was to another question
    UNCLEAR = "unclear"
    OTHER = "other"  # has an intent that is no question of the programme


class ActRule(StrEnum):
    """Interpretations that other code depends on, by their names in `nlu/data/choice.yml`."""

    AWAITED_ANSWER = "awaited_answer"
    BARE_VALUE = "bare_value"
    CHECK_ANSWERED = "check_answered"
    CITED_ORGANISATION = "cited_organisation"
    CONCLUSION = "conclusion"
    CONFIRMATION = "confirmation"
    CONTRADICTION = "contradiction"
    DOUBT = "doubt"
    GIVING_UP = "giving_up"
    INSISTENCE = "insistence"
    REPEAT = "repeat"
    REQUEST = "request"
    WHOLE_MESSAGE = "whole_message"


CONCLUDING_RULES: Final = frozenset({ActRule.CONCLUSION, ActRule.INSISTENCE})
"""Rules of utterances that want a yes or no from the last answer."""

SETTLING: Final = frozenset({ActRule.CONFIRMATION, ActRule.WHOLE_MESSAGE, ActRule.GIVING_UP})
"""Rules of phrases that mean nothing else, and so leave no choice."""


@dataclass(frozen=True)
class Act:
    """An act.

    Attributes:
        kind: what the adviser does.
        turn: the turn, as the interpretation sees it.
        intent: for OTHER and CONFIRM, the intent; for REQUEST, a question that the turn implies.
        day: for REPEAT, the day of the answer.
        answer: for ANSWER, what it says of the options.
        rule: the name of the interpretation; empty for a click.
        form: the form of the answer.
        is_sure: whether the lexicon or a likely intent decides it.
    """

    kind: ActKind
    turn: Turn
    intent: str | None = None
    day: date | None = None
    answer: AwaitedAnswer | None = None
    rule: str = ""
    form: QuestionForm = QuestionForm.NONE
    is_sure: bool = True


@dataclass(frozen=True)
class Proposed:
    """The acts that a turn may be, in the order of the interpretations, and the turn with its intent in context."""

    turn: Turn
    acts: tuple[Act, ...]
