"""Acts: what an adviser does in a turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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
    """Why a turn is taken for an act."""

    ACKNOWLEDGEMENT = "acknowledgement"
    AWAITED_ANSWER = "awaited_answer"
    CELL = "cell"
    CHECK_ANSWERED = "check_answered"
    CONCLUSION = "conclusion"
    CONFIRMATION = "confirmation"
    CONTRADICTION = "contradiction"
    DOUBT = "doubt"
    FORGET = "forget"
    GIVING_UP = "giving_up"
    IMPLIED_QUESTION = "implied_question"
    LOW_CONFIDENCE = "low_confidence"
    OTHER_INTENT = "other_intent"
    REJECTION = "rejection"
    REPEAT = "repeat"
    REQUEST = "request"
    SAME_QUESTION = "same_question"
    SHORTER = "shorter"
    STATEMENT = "statement"
    WHOLE_MESSAGE = "whole_message"
    YES_OR_NO = "yes_or_no"


@dataclass(frozen=True)
class Act:
    """An act.

    Attributes:
        kind: what the adviser does.
        turn: the turn, as the interpretation sees it.
        intent: for OTHER and CONFIRM, the intent; for REQUEST, a question that the turn implies.
        day: for REPEAT, the day of the answer.
        answer: for ANSWER, what it says of the options.
        rule: why it is taken for that; empty for a click.
        form: the form of the answer.
    """

    kind: ActKind
    turn: Turn
    intent: str | None = None
    day: date | None = None
    answer: AwaitedAnswer | None = None
    rule: str = ""
    form: QuestionForm = QuestionForm.NONE
