"""A turn: an utterance in its conversation, as the rules of dialogue see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.joined_questions import Hear
from nlu.dialogue.references import Reference
from nlu.dialogue.state import DialogueState
from nlu.entities.model import Entities, StatedPlace
from nlu.forms import QuestionForm
from rules.ids import FactId
from rules.model import Territory


def _unheard(_clause: ClassifiedClause) -> QuestionForm:
    """Stand-in for the heads, if nothing was said."""
    return QuestionForm.NONE


@dataclass(frozen=True)
class Utterance:
    """A message by itself.

    Attributes:
        whole: the message as one clause, with its intents.
        clauses: its clauses; empty if there is only one.
        entities: what it names.
        references: how it points back.
        language: "fr" or "en".
        form: the form of its question.
        hear: gives the form of a clause, by its own encoding.
        acts: the heads' probability of each act of the annotated messages.
        judges: whether it asks if something is true ("qui a raison ?").
    """

    whole: ClassifiedClause
    clauses: Sequence[ClassifiedClause]
    entities: Entities
    references: Reference
    language: str
    form: QuestionForm = QuestionForm.NONE
    hear: Hear = _unheard
    acts: Mapping[str, float] = field(default_factory=dict)
    judges: bool = False

    @property
    def text(self) -> str:
        """The text as the adviser wrote it, cleaned."""
        return self.whole.clause.text


@dataclass(frozen=True)
class Turn:
    """An utterance with the state before it. Build it with :meth:`of`.

    Attributes:
        utterance: the utterance.
        state: the state before it.
        today: the day that counts as today.
        requests: the clauses that ask; set with the intent in context, as are the next four.
        likeliest: the clause likeliest to ask, sure or not.
        intent: the intent of the first request; None if it is not sure.
        intent_alone: the intent at the start of a conversation.
        is_contextual: whether the intent is that of the words just after an answer.
        about_other: whether it is about another person than the adviser.
        other: the kind of word for that person, if there is one.
        rejects: whether it says that the last answer was to another question, which the state then bars.
        restates: whether it is what was left of an utterance that set the last answer aside.
    """

    utterance: Utterance
    state: DialogueState
    today: date
    requests: tuple[ClassifiedClause, ...] = ()
    likeliest: ClassifiedClause | None = None
    intent: str | None = None
    intent_alone: str = ""
    is_contextual: bool = False
    about_other: bool = False
    other: str | None = None
    rejects: bool = False
    restates: bool = False

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
    def whole(self) -> ClassifiedClause:
        """The utterance as a whole, with its intents."""
        return self.utterance.whole

    @property
    def clauses(self) -> Sequence[ClassifiedClause]:
        """The clauses of the utterance; empty if there is only one."""
        return self.utterance.clauses

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
    def follows_up(self) -> bool:
        """Whether the utterance follows an answer ("et pour …")."""
        return bool(self.state.history) and Reference.FOLLOW_UP in self.references

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
        return bool(self.state.history) and bool(self.whole.contextual)

    @property
    def is_elliptic(self) -> bool:
        """Whether the utterance is short and follows up or points back ("et …", "ça", "ils")."""
        back = Reference.FOLLOW_UP | Reference.LAST_COURSE | Reference.LAST_ORGANISATION
        return self.is_short and bool(self.references & back)

    @property
    def keeps_question(self) -> bool:
        """Whether what was stated for the last question still holds for this one."""
        return bool(self.state.history) and (Reference.FOLLOW_UP in self.references or self.entities.names_only)

    def in_context(self) -> Turn:
        """The turn, read as following an answer."""
        return self._with(whole=self.whole.in_context())

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

    def rejecting_last(self, *, course: str | None = None) -> Turn:
        """The turn as rejecting the last answer, without the course that it names only to reject."""
        courses = tuple(named for named in self.entities.courses if named != course)
        turn = self._with(entities=replace(self.entities, courses=courses))
        return replace(turn, state=self.state.rejecting_last(), rejects=True)

    def restating(self, state: DialogueState, *, rejects: bool) -> Turn:
        """The turn as what is asked after the last answer was set aside, with the state after that."""
        return replace(self, state=state, rejects=rejects, restates=True)

    def by_parts(self) -> Turn:
        """The turn with the parts of its only clause as clauses."""
        return self if self.clauses else self._with(clauses=self.whole.parts)

    def in_language(self, language: str) -> Turn:
        """The turn answered in another language."""
        return self._with(language=language)

    def without(self, intents: Collection[str]) -> Turn:
        """The turn as if some intents did not exist: the next likely take their place."""
        return self._with(
            whole=self.whole.without(intents), clauses=tuple(clause.without(intents) for clause in self.clauses)
        )

    def _with(self, **changes: object) -> Turn:
        return replace(self, utterance=replace(self.utterance, **changes))  # type: ignore[arg-type]
