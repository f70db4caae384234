"""The dialogue state: what is kept of a conversation, the facts stated and the last frames. No text."""

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
"""Frames kept, newest first; an adviser who comes back to an older question asks it again."""


MAX_REJECTED = 3
"""Questions that stay barred while an adviser says again and again that none of them was meant."""


class ReplyForm(StrEnum):
    """How much a reply says: the same content is said in another form the next time, in this order."""

    FULL = "full"
    SHORT = "short"  # the maintainers' `en_bref`
    AGAIN = "again"  # full, and it says that it was said before
    CHECK = "check"  # asks for what could change the answer, or shows what is held
    PERSON = "person"  # a person to write to


class SentReply(msgspec.Struct, frozen=True):
    """A reply that was sent, without its text: a digest of what it has to say, one of how it said it, and its form.

    `given_once` are digests of what a conversation is told once (notices, a word of sympathy), by it and those before.
    """

    content: str
    text: str
    form: ReplyForm
    given_once: tuple[str, ...] = ()


class AwaitedFact(msgspec.Struct, frozen=True):
    """What a reply asked: a fact, and the options that it offered, in their order; none where it was asked openly.

    `times`: in how many replies it was put so far; `is_last`: the last one put it, so that "oui" or "le premier"
    answers it.
    """

    fact: str
    options: tuple[str, ...] = ()
    times: int = 1
    is_last: bool = True

    def again(self) -> AwaitedFact:
        """The question put once more."""
        return AwaitedFact(self.fact, self.options, self.times + 1)

    def aside(self) -> AwaitedFact:
        """The question after a reply that did not put it."""
        return msgspec.structs.replace(self, is_last=False)


class DialogueState(msgspec.Struct, frozen=True):
    """The state of a conversation, as it is stored.

    `supposed_place` is one that was only supposed ("si je déménage à …"), which what follows is about until another is
    named; `works_there`: the place is known to be that of work. `own_place` is the adviser's, while the conversation is
    about someone else's; `other_place` is theirs, while it is about the adviser again; `awaits` is the question that
    replies put and that is not answered yet, written by the reply; `awaits_confirmation` is the intent that the last
    reply asked to confirm, with yes or no; `shown` are the ids of the items that the last answer showed, in order ("le
    deuxième ?", "compare les deux"); `form` is what the last question wanted to be told, `criteria` what it asked of
    its answer ("obligatoire"); `facts` are those of the person spoken of: another one where `about_other`;
    `beside_facts` are those of the one not spoken of; `other` is the kind of word for the other person ("collegue").
    `last_reply` is written by the reply itself. `runners_up` are the questions that the last message answered was next
    likeliest to ask, `rejected` those that the adviser says were not meant; `misses` counts the messages in a row that
    were not understood. `organisations` are the last ones named or shown, two at most ("lequel je contacte ?").
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

    @property
    def is_about_no_adviser(self) -> bool:
        """Whether the person spoken of is another one, for whom the trainings are not meant."""
        return self.about_other and self.other == NOT_AN_ADVISER

    @property
    def last(self) -> FrameOutline | None:
        """The outline of the newest frame."""
        return self.history[0] if self.history else None

    @property
    def where(self) -> StatedPlace | None:
        """The place that is spoken of."""
        return self.supposed_place or self.place

    def changed(self, **changes: Any) -> DialogueState:
        """The state with some fields replaced."""
        return msgspec.structs.replace(self, **changes)

    def after(self, *outlines: FrameOutline) -> DialogueState:
        """The state once these frames are answered, the last of them newest."""
        history = tuple(dict.fromkeys((*reversed(outlines), *self.history)))[:MAX_FRAMES]
        return self.changed(history=history)

    def rejecting_last(self) -> DialogueState:
        """The state once the last answer was not what was asked: its question is barred, and nothing bears on it."""
        if not self.history:
            return self
        rejected = tuple(dict.fromkeys((self.history[0].question, *self.rejected)))[:MAX_REJECTED]
        return self.changed(history=self.history[1:], rejected=rejected, awaits=None)

    def barring_last(self) -> DialogueState:
        """The state once another question was meant than the last one, of the same course."""
        if not self.history:
            return self
        return self.changed(rejected=self.rejecting_last().rejected, awaits=None)

    def leaving_last(self) -> DialogueState:
        """The state once another course was meant than that of the last answer: nothing bears on it any more."""
        return self.changed(history=self.history[1:], awaits=None)

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
        """The state in a slot; a new one where the slot is empty or of an older form."""
        try:
            return msgspec.convert(data, DialogueState) if data else DialogueState()
        except msgspec.ValidationError:
            return DialogueState()
