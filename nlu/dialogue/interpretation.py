"""An interpretation: the act, the frames to answer and the next state, handed from nlu to bot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import msgspec

from nlu.classification.ranking import IntentRanking
from nlu.dialogue.answers import AnswerKind
from nlu.dialogue.frames import Frame, FrameOutline
from nlu.dialogue.state import AwaitedFact, DialogueState
from nlu.distress import Distress
from nlu.entities.criteria import CriterionMention
from nlu.entities.figures import FigureMention
from nlu.entities.model import StatedPlace
from nlu.forms import QuestionForm
from nlu.intents import NOT_UNDERSTOOD


@dataclass(frozen=True)
class Premise:
    """What an utterance takes for granted ("puisque c'est gratuit"): its criterion, and the frame that decides it."""

    frame: Frame
    mention: CriterionMention


@dataclass(frozen=True)
class Claim:
    """Figures that an utterance puts forward of an item; `denied`: it asks if they are false; `chooses`: which is."""

    item: str
    figures: tuple[FigureMention, ...]
    denied: bool = False
    chooses: bool = False


@dataclass(frozen=True)
class ScoredAct:
    """An act that an utterance may be: its interpretation, its kind and intent, and how likely it is, from 0 to 1."""

    rule: str
    kind: str
    intent: str | None
    probability: float


@dataclass(frozen=True)
class Interpretation:
    """How an utterance was understood in its conversation.

    `intent` is what Rasa's policies see; `frames` are to be answered in order; `alternatives` are offered as choices
    where the utterance is unclear; `is_guess`: so are the frames; `forgotten_facts` are those that the state let go;
    `state` is that after the turn; `rule` names the rule that decided on the act, empty for a click; `form` is what the
    utterance as a whole wants to be told; each frame has its own; `distress` is what the utterance shows of its writer;
    `asked` is what the utterance answers, `answers` how: the frames are then those of each value where it says several,
    or does not know; so they are where persons are asked about who differ in it; `versus` is the last question, where
    the utterance asks whether its answer is another one now ("et à Pau, ça change quelque chose ?"); `compares_places`:
    it asks whether that is one answer for the places that it names; `moved_from`: it asks what changes for who leaves
    that place for the one of the frames, `carries_on`: whether what was begun there ends there. `keeps_workplace`: it
    is answered for the place of work, though a home is named; `is_doubted`: it asks whether that still holds, and
    sources say that it may not. `organisations` are those that it compares or chooses among, `claim` the figures that
    it puts forward, `premises` what it takes for granted. `not_answered` are the words of the parts that ask for
    something else than the frames: they serve for the reply alone, and nothing keeps them. `candidates` are the acts
    that the utterance may be, likeliest first; `rule` is that of the one chosen. `restates`: it says what was meant,
    after an answer to something else; `states_facts`: it states a fact, or where somebody is.
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
    distress: Distress = Distress.NONE
    asked: AwaitedFact | None = None
    answers: AnswerKind | None = None
    versus: Frame | None = None
    compares_places: bool = False
    moved_from: StatedPlace | None = None
    carries_on: bool = False
    keeps_workplace: bool = False
    is_doubted: bool = False
    organisations: tuple[str, ...] = ()
    claim: Claim | None = None
    premises: tuple[Premise, ...] = ()
    not_answered: tuple[str, ...] = ()
    restates: bool = False
    states_facts: bool = False
    candidates: tuple[ScoredAct, ...] = ()

    @property
    def is_by_person(self) -> bool:
        """Whether the frames are one question, of the adviser and of another person."""
        return any(frame.of_other is not None for frame in self.frames)

    @property
    def is_miss(self) -> bool:
        """Whether the utterance was not understood, or rejects how the one before it was."""
        return self.is_guess or self.intent in NOT_UNDERSTOOD

    def asking(
        self, form: QuestionForm, criteria: tuple[CriterionMention, ...], attribute: str | None = None
    ) -> Interpretation:
        """The interpretation whose frames are of a form, with criteria and a unit; the state keeps them."""
        if not self.frames:
            return self
        frames = tuple(replace(frame, form=form, criteria=criteria, attribute=attribute) for frame in self.frames)
        state = self.state.changed(form=form, criteria=tuple(mention.criterion for mention in criteria))
        return replace(self, frames=frames, state=state)

    def to_data(self) -> dict[str, Any]:
        """Plain data for Rasa's parse result."""
        return msgspec.to_builtins(self)  # type: ignore[no-any-return]

    @staticmethod
    def from_data(data: object) -> Interpretation:
        """The interpretation in Rasa's parse result."""
        return msgspec.convert(data, Interpretation)
