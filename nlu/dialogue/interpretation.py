"""An interpretation: the act, the frames to answer and the next state, handed from nlu to bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from nlu.classification.ranking import IntentRanking
from nlu.dialogue.answers import AnswerKind
from nlu.dialogue.frames import Frame, FrameOutline
from nlu.dialogue.state import AwaitedFact, DialogueState
from nlu.distress import Distress
from nlu.entities.criteria import CriterionMention
from nlu.entities.figures import FigureMention
from nlu.forms import QuestionForm
from nlu.intents import NOT_UNDERSTOOD


@dataclass(frozen=True)
class Premise:
    """What an utterance takes for granted ("puisque c'est gratuit"): its criterion, and the frame that decides it."""

    frame: Frame
    mention: CriterionMention


@dataclass(frozen=True)
class Claim:
    """Figures that an utterance puts forward of an item; `denied`: it asks if they are false."""

    item: str
    figures: tuple[FigureMention, ...]
    denied: bool = False


@dataclass(frozen=True)
class Interpretation:
    """How an utterance was understood in its conversation.

    `intent` is what Rasa's policies see; `frames` are to be answered in order; `alternatives` are offered as choices
    where the utterance is unclear; `is_guess`: so are the frames; `forgotten_facts` are those that the state let go;
    `state` is that after the turn; `rule` names the rule that decided on the act, empty for a click;
    `form` is what the question wants to be told, `criteria` are what it asks of the answer ("obligatoire", "le plus
    court"), `items` the ids of those that it compares, chooses among or means by their rank; `compares`: the items
    themselves are the answer, not what the frames say of them; `distress` is what the utterance shows of its writer;
    `asked` is what the utterance answers, `answers` how: the frames are then those of each value where it says several,
    or does not know; `versus` is the last question, where the utterance asks whether its answer is another one now ("et
    à Pau, ça change quelque chose ?"). `attribute` is the unit in which the question is to be answered ("en semaines"),
    `organisations` are those that it compares or chooses among, `claim` the figures that it puts forward, `premises`
    what it takes for granted; `beside` are frames to answer after what is compared.
    """

    intent: str
    language: str
    state: DialogueState
    frames: tuple[Frame, ...] = ()
    alternatives: tuple[FrameOutline, ...] = ()
    ranking: IntentRanking = ()
    forgotten_facts: tuple[str, ...] = ()
    is_guess: bool = False
    rule: str = ""
    form: QuestionForm = QuestionForm.NONE
    criteria: tuple[CriterionMention, ...] = ()
    items: tuple[str, ...] = ()
    compares: bool = False
    distress: Distress = Distress.NONE
    asked: AwaitedFact | None = None
    answers: AnswerKind | None = None
    versus: Frame | None = None
    attribute: str | None = None
    organisations: tuple[str, ...] = ()
    claim: Claim | None = None
    premises: tuple[Premise, ...] = ()
    beside: tuple[Frame, ...] = ()

    @property
    def is_miss(self) -> bool:
        """Whether the utterance was not understood, or rejects how the one before it was."""
        return self.is_guess or self.intent in NOT_UNDERSTOOD

    def to_data(self) -> dict[str, Any]:
        """Plain data for Rasa's parse result."""
        return msgspec.to_builtins(self)  # type: ignore[no-any-return]

    @staticmethod
    def from_data(data: object) -> Interpretation:
        """The interpretation in Rasa's parse result."""
        return msgspec.convert(data, Interpretation)
