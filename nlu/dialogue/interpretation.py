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
from nlu.reading.reading import Reading


@dataclass(frozen=True)
class Premise:
    """What an utterance takes for granted ("puisque c'est gratuit"): its criterion, and the frame that checks it."""

    frame: Frame
    mention: CriterionMention


@dataclass(frozen=True)
class Claim:
    """Figures that an utterance asserts of an item.

    Attributes:
        item: the id of the item.
        figures: the figures.
        denied: whether it asks if they are wrong.
        chooses: whether it asks which is right.
    """

    item: str
    figures: tuple[FigureMention, ...]
    denied: bool = False
    chooses: bool = False


@dataclass(frozen=True)
class Interpretation:
    """How an utterance was understood in its conversation.

    Attributes:
        intent: what Rasa's policies see.
        language: "fr" or "en".
        state: the state after the turn.
        frames: the questions to answer, in order.
        alternatives: offered as choices if the utterance is unclear.
        ranking: the intents with their probabilities.
        forgotten_facts: the facts dropped from the state.
        is_guess: whether the frames are a guess.
        rule: the rule of the act chosen; empty for a click.
        form: the form of the utterance as a whole; each frame has its own.
        distress: the distress that the writer shows.
        asked: the question that the utterance answers, or the fact in which several persons asked about differ. With
            several values, or none known, the frames are one for each value.
        answers: how it answers.
        versus: the last question, if the utterance asks whether its answer changes ("et à Pau, ça change ?").
        compares_places: whether it asks if the places it names have one answer.
        moved_from: the place left for that of the frames, if it asks what the move changes.
        carries_on: whether it asks if a course begun elsewhere is finished here.
        keeps_workplace: whether it is answered for the workplace although a home is named.
        is_doubted: whether it asks if something still holds that sources say may not.
        organisations: the organisations that it compares or chooses among.
        claim: the figures that it asserts.
        premises: what it takes for granted.
        restates: whether it says in other words what was meant, after an answer to something else.
        states_facts: whether it states a fact or a place.
        not_answered: the words of parts that ask something else; used for the reply only, never kept.
        reading: what is read in the utterance; None of a click, and of danger.
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
    restates: bool = False
    states_facts: bool = False
    not_answered: tuple[str, ...] = ()
    reading: Reading | None = None

    @property
    def is_by_person(self) -> bool:
        """Whether the frames are one question for the adviser and another person."""
        return any(frame.of_other is not None for frame in self.frames)

    @property
    def is_miss(self) -> bool:
        """Whether the utterance was not understood, or says that the last one was not."""
        return self.is_guess or self.intent in NOT_UNDERSTOOD

    def asking(
        self, form: QuestionForm, criteria: tuple[CriterionMention, ...], attribute: str | None = None
    ) -> Interpretation:
        """The interpretation with its frames in a form, with criteria and a unit. The state keeps them."""
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
