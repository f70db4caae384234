"""A turn: an utterance in its conversation, as the rules of dialogue see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from nlu.classification.delexicalization import Delexicalized
from nlu.classification.ranking import RankedText
from nlu.dialogue.references import Reference
from nlu.dialogue.state import DialogueState
from nlu.entities.model import Entities, StatedPlace
from nlu.forms import QuestionForm
from nlu.reading.reading import NOTHING_READ, Ask, Reading
from rules.ids import FactId
from rules.model import Territory

MAX_SHORT_WORDS: Final = 9
"""Words of an utterance that may depend on the answer before it."""


NO_WORDS: Final = Delexicalized("", ())
"""What is read of a click."""


@dataclass(frozen=True)
class Utterance:
    """A message by itself.

    Attributes:
        whole: the message, with its intents.
        entities: what it names.
        references: how it points back.
        language: "fr" or "en".
        form: the form of its question.
        reading: what it means in its conversation; nothing is read in a click.
        delexicalized: the text as it was read, with what was replaced.
    """

    whole: RankedText
    entities: Entities
    references: Reference
    language: str
    form: QuestionForm = QuestionForm.NONE
    reading: Reading = NOTHING_READ
    delexicalized: Delexicalized = NO_WORDS

    @property
    def text(self) -> str:
        """The text as the adviser wrote it, cleaned."""
        return self.whole.text

    def words_of(self, ask: Ask) -> str:
        """The words that ask one of several questions, as the adviser wrote them."""
        part = self.whole.delexicalized[ask.start : ask.end].strip()
        start = self.delexicalized.text.find(part)
        if start < 0:  # of a long message the clauses that ask are read
            return part
        return self.text[self.delexicalized.original(start) : self.delexicalized.original(start + len(part))]


@dataclass(frozen=True)
class Turn:
    """An utterance with the state before it. Build it with :meth:`of`.

    Attributes:
        utterance: the utterance.
        state: the state before it.
        today: the day that counts as today.
        about_other: whether it is about another person than the adviser.
        other: the kind of word for that person, if there is one.
        rejects: whether it says that the last answer was to another question, which the state then bars.
    """

    utterance: Utterance
    state: DialogueState
    today: date
    about_other: bool = False
    other: str | None = None
    rejects: bool = False

    @classmethod
    def of(
        cls,
        utterance: Utterance,
        state: DialogueState,
        today: date,
        *,
        about_other: bool = False,
        other: str | None = None,
    ) -> Turn:
        """The turn of an utterance, with the place of its person resumed and excluded departments removed.

        A home does not count beside a known workplace. An ambiguous "Saint-Denis" takes the department of a known
        place.
        """
        entities = utterance.entities
        if entities.place:
            known = (state.supposed_place, state.place, state.own_place, state.other_place)
            entities = replace(entities, place=entities.place.narrowed(*known))
        returns = not about_other and (Reference.SELF in utterance.references or state.about_other)
        if returns and state.own_place and not entities.place:
            entities = replace(entities, place=state.own_place)
            state = state.changed(own_place=None, other_place=state.other_place or state.place)
        elif about_other and not state.about_other and state.other_place and not entities.place:
            entities = replace(entities, place=state.other_place)
            state = state.changed(own_place=state.own_place or state.place, other_place=None)
        if entities.places_of_two:
            own, others = (None if place == entities.place else place for place in entities.places_of_two)
            state = state.changed(own_place=own, other_place=others)
        if entities.is_home and state.works_there and not (returns and state.own_place):
            entities = replace(entities, place=None, is_home=False, has_home_beside=True)
        excluded = entities.excluded_departments
        if excluded and Reference.OTHER_PERSON not in utterance.references:
            place = state.place.without(excluded) if state.place else None
            own_place = state.own_place.without(excluded) if state.own_place else None
            entities = replace(entities, place=place)
            state = state.changed(place=place, own_place=own_place)
        return cls(
            replace(utterance, entities=entities),
            state.changed(language=utterance.language),
            today,
            about_other=about_other,
            other=other,
        )

    @property
    def text(self) -> str:
        """The text of the utterance."""
        return self.utterance.text

    @property
    def whole(self) -> RankedText:
        """The utterance as a whole, with its intents."""
        return self.utterance.whole

    @property
    def entities(self) -> Entities:
        """What the utterance names."""
        return self.utterance.entities

    @property
    def of_person(self) -> Entities:
        """What the utterance names, with the facts of the person it is about."""
        return self.entities.stating(self.entities.others_facts) if self.about_other else self.entities

    @property
    def references(self) -> Reference:
        """How the utterance points back."""
        return self.utterance.references

    @property
    def changes_person(self) -> bool:
        """Whether the utterance is about another person than the last answer."""
        return self.about_other != self.state.about_other

    @property
    def names_another(self) -> bool:
        """Whether the utterance moves on to a third person ("et ma nièce ?")."""
        before, now = self.state.other, self.other
        is_other_kind = before is not None and now is not None and now != before
        return self.about_other and is_other_kind and Reference.FOLLOW_UP in self.references

    @property
    def is_short(self) -> bool:
        """Whether the utterance comes after an answer and is short enough to depend on it."""
        return bool(self.state.history) and len(self.text.split()) <= MAX_SHORT_WORDS

    @property
    def is_elliptic(self) -> bool:
        """Whether the utterance is short and follows up or points back ("et …", "ça", "ils")."""
        back = Reference.FOLLOW_UP | Reference.LAST_COURSE | Reference.LAST_ORGANISATION
        return self.is_short and bool(self.references & back)

    @property
    def keeps_question(self) -> bool:
        """Whether what was stated for the last question still holds for this one."""
        return bool(self.state.history) and (Reference.FOLLOW_UP in self.references or self.entities.names_only)

    def following_up(self) -> Turn:
        """The turn as following the last answer: what was stated for that question still holds."""
        return self._with(references=self.references | Reference.FOLLOW_UP)

    def stating(self, facts: Mapping[str, str]) -> Turn:
        """The turn as if it stated more facts."""
        return self._with(entities=self.entities.stating(facts))

    def saying(self, fact: str, values: tuple[str, ...], territories: Mapping[str, Territory]) -> Turn:
        """The turn as if it stated the fact asked for; `territories` gives the name of a place."""
        if fact == FactId.PLACE:
            name = ", ".join(territories[code].name for code in values)
            return self._with(entities=replace(self.entities, place=StatedPlace(values, name)))
        if fact == FactId.COURSE:
            return self._with(entities=replace(self.entities, courses=values, enumerated=len(values) > 1))
        return self.stating({fact: values[0]})

    def without_question(self, *, forgotten: bool) -> Turn:
        """The turn with the question put forgotten, or only set aside."""
        awaits = self.state.awaits
        return replace(self, state=self.state.changed(awaits=None if forgotten or not awaits else awaits.aside()))

    def asking_for(self, day: date) -> Turn:
        """The turn as if it stated no fact and asked about a day."""
        return self._with(entities=replace(self.entities, facts={}, day=day))

    def rejecting_last(self) -> Turn:
        """The turn as rejecting the last answer."""
        return replace(self, state=self.state.rejecting_last(), rejects=True)

    def in_language(self, language: str) -> Turn:
        """The turn answered in another language."""
        return self._with(language=language)

    def without(self, intents: Collection[str]) -> Turn:
        """The turn as if some intents did not exist: the next likely take their place."""
        return self._with(whole=self.whole.without(intents))

    def _with(self, **changes: object) -> Turn:
        return replace(self, utterance=replace(self.utterance, **changes))  # type: ignore[arg-type]
