"""The dialogue state: what is kept of a conversation, the facts stated and the last frames. No words of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from nlu.dialogue.frames import Frame, FrameOutline
from nlu.entities.cues import NOT_AN_ADVISER
from nlu.entities.model import StatedPlace
from nlu.forms import QuestionForm
from rules.ids import FactId, StrEnum

DEFAULT_LANGUAGE = "fr"

MAX_FRAMES = 4
"""Frames kept, newest first; to come back to an older question, an adviser asks it again."""


MAX_REJECTED = 3
"""Questions that stay barred while an adviser repeats that none of them was meant."""


class ReplyForm(StrEnum):
    """How much a reply says. If the same content is due again, the next form in this order is used."""

    FULL = "full"
    SHORT = "short"  # the maintainers' `en_bref`
    AGAIN = "again"  # full, with a note that it was said before
    CHECK = "check"  # asks for what could change the answer, or shows the known facts
    PERSON = "person"  # a person to write to


class SentReply(msgspec.Struct, frozen=True):
    """A reply that was sent, without its text.

    Attributes:
        content: a digest of its content.
        text: a digest of its wording.
        form: its form.
        given_once: digests of what a conversation says only once (notices, a word of sympathy), so far.
    """

    content: str
    text: str
    form: ReplyForm
    given_once: tuple[str, ...] = ()


class AwaitedFact(msgspec.Struct, frozen=True):
    """A question that a reply put.

    Attributes:
        fact: the fact asked for.
        options: the options offered, in order; empty for an open question.
        times: how many replies have put it.
        is_last: whether the last reply put it, so that "oui" or "le premier" answers it.
    """

    fact: str
    options: tuple[str, ...] = ()
    times: int = 1
    is_last: bool = True

    def again(self) -> AwaitedFact:
        """The question, put once more."""
        return AwaitedFact(self.fact, self.options, self.times + 1)

    def aside(self) -> AwaitedFact:
        """The question after a reply that did not put it."""
        return msgspec.structs.replace(self, is_last=False)


class DialogueState(msgspec.Struct, frozen=True):
    """The state of a conversation, as it is stored.

    Attributes:
        language: "fr" or "en".
        place: the place of the person spoken of.
        own_place: the adviser's place, while the conversation is about someone else.
        other_place: the other person's place, while it is about the adviser again.
        supposed_place: a place only supposed ("si je déménage à …"); it counts until another is named.
        works_there: whether the place is known to be the workplace.
        facts: the facts of the person spoken of.
        history: the last frames, newest first.
        awaits: the question put and not answered yet; written by the reply.
        awaits_confirmation: the intent that the last reply asked to confirm with yes or no.
        shown: the ids of the items in the last answer, in order ("le deuxième ?", "compare les deux").
        form: the form of the last question.
        criteria: what the last question asked of its answer ("obligatoire").
        beside_facts: the facts of the person not spoken of.
        about_other: whether the person spoken of is not the adviser.
        other: the kind of word for the other person ("collegue").
        last_reply: the last reply; written by the reply itself.
        runners_up: the next likeliest questions of the last message answered.
        rejected: the questions that the adviser says were not meant.
        misses: how many messages in a row were not understood.
        organisations: the last ones named or shown, at most two ("lequel je contacte ?").
        said: the gist of the last reply, without places or the adviser's words; written by the reply.
    """

    language: str | None = None
    place: StatedPlace | None = None
    own_place: StatedPlace | None = None
    other_place: StatedPlace | None = None
    supposed_place: StatedPlace | None = None
    works_there: bool = False
    facts: dict[str, str] = msgspec.field(default_factory=dict)
    history: tuple[FrameOutline, ...] = ()
    awaits: AwaitedFact | None = None
    awaits_confirmation: str | None = None
    shown: tuple[str, ...] = ()
    form: QuestionForm = QuestionForm.NONE
    criteria: tuple[str, ...] = ()
    beside_facts: dict[str, str] = msgspec.field(default_factory=dict)
    about_other: bool = False
    other: str | None = None
    last_reply: SentReply | None = None
    runners_up: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    misses: int = 0
    organisations: tuple[str, ...] = ()
    said: str = ""

    @property
    def is_about_no_adviser(self) -> bool:
        """Whether the person spoken of is no adviser, so that the trainings are not for them."""
        return self.about_other and self.other == NOT_AN_ADVISER

    @property
    def last(self) -> FrameOutline | None:
        """The outline of the newest frame."""
        return self.history[0] if self.history else None

    @property
    def where(self) -> StatedPlace | None:
        """The place spoken of."""
        return self.supposed_place or self.place

    def changed(self, **changes: Any) -> DialogueState:
        """The state with some fields replaced."""
        return msgspec.structs.replace(self, **changes)

    def after(self, *outlines: FrameOutline) -> DialogueState:
        """The state once these frames are answered, the last one newest."""
        history = tuple(dict.fromkeys((*reversed(outlines), *self.history)))[:MAX_FRAMES]
        return self.changed(history=history)

    def rejecting_last(self) -> DialogueState:
        """The state without the last answer, whose question is barred: it was not what was asked."""
        if not self.history:
            return self
        rejected = tuple(dict.fromkeys((self.history[0].question, *self.rejected)))[:MAX_REJECTED]
        return self.changed(history=self.history[1:], rejected=rejected, awaits=None)

    def without_facts(self, facts: Iterable[str]) -> DialogueState:
        """The state without some facts, the place among them."""
        gone = set(facts)
        return self.changed(
            place=None if FactId.PLACE in gone else self.place,
            supposed_place=None if FactId.PLACE in gone else self.supposed_place,
            other_place=None if FactId.PLACE in gone else self.other_place,
            facts={fact: value for fact, value in self.facts.items() if fact not in gone},
            beside_facts={fact: value for fact, value in self.beside_facts.items() if fact not in gone},
        )

    def complete(self, outline: FrameOutline) -> Frame:
        """The frame of an outline, with what is known now."""
        return Frame(outline.question, {**self.facts, **outline.facts}, self.where, outline.day)

    def to_data(self) -> dict[str, Any]:
        """Plain data for a Rasa slot."""
        return msgspec.to_builtins(self)  # type: ignore[no-any-return]

    @staticmethod
    def from_data(data: object) -> DialogueState:
        """The state in a slot; a new one if the slot is empty or of an older form."""
        try:
            return msgspec.convert(data, DialogueState) if data else DialogueState()
        except msgspec.ValidationError:
            return DialogueState()
