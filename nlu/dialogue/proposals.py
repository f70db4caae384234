"""Acts, and those proposed for a turn: what an adviser may be doing in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nlu.dialogue.answers import AwaitedAnswer
from nlu.dialogue.frames import FrameOutline
from nlu.dialogue.turn import Turn
from nlu.forms import QuestionForm
from rules.ids import StrEnum


class ActKind(StrEnum):
    """What an adviser does in a turn."""

    INFORM = "inform"  # states entities, which bear on a frame of the history
    REQUEST = "request"  # asks questions of the programme
    ANSWER = "answer"  # answers what the last reply asked
    CONFIRM = "confirm"  # says yes or no, where nothing was asked
    DOUBT = "doubt"  # doubts the last answer
    REPEAT = "repeat"  # wants the last answer again, perhaps for another day or in another language
    FORGET = "forget"  # wants some facts forgotten
    REJECT = "reject"  # says that the last answer was to another question
    UNCLEAR = "unclear"
    OTHER = "other"  # has an intent that is no question of the programme


@dataclass(frozen=True)
class Act:
    """An act, with the turn as its interpretation has it; `rule` names that interpretation, empty for a click.

    `intent` is that of OTHER and of CONFIRM, and for REQUEST a question that the turn implies; `day` is the day of the
    answer to REPEAT; `form` is what the answer is to be told as; `answer` is what ANSWER says of the options.
    `offered` are the questions that UNCLEAR lets choose from, where they are not those of likely intents.
    `is_sure`: words of the lexicon or a likely intent say so; else it is only heard, or the likeliest of unlikely
    intents.
    """

    kind: ActKind
    turn: Turn
    intent: str | None = None
    day: date | None = None
    answer: AwaitedAnswer | None = None
    rule: str = ""
    form: QuestionForm = QuestionForm.NONE
    is_sure: bool = True
    offered: tuple[FrameOutline, ...] = ()


@dataclass(frozen=True)
class Proposed:
    """The acts that a turn may be, in the order of the interpretations; and the turn with its intent in context."""

    turn: Turn
    acts: tuple[Act, ...]
