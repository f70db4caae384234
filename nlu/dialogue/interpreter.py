"""The interpreter: an utterance or a click in its conversation becomes an interpretation.

Pure: it gets what the classifier found and the state, and finds entities, references, the act and its frames.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from nlu.classification.ranking import MIN_TELLING_WORDS, ClassifiedClause
from nlu.dialogue.acts import Act, ActKind, ActRecognizer
from nlu.dialogue.answers import AnswerResolver
from nlu.dialogue.cases import Cases
from nlu.dialogue.changes import Changes
from nlu.dialogue.claims import FigureClaims
from nlu.dialogue.comparisons import Comparisons
from nlu.dialogue.focus import is_about_other
from nlu.dialogue.frames import Request
from nlu.dialogue.history import History
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.organisations import OrganisationComparisons
from nlu.dialogue.premises import Premises
from nlu.dialogue.references import Reference, find_references
from nlu.dialogue.requests import RequestDetector
from nlu.dialogue.resolution import Resolver
from nlu.dialogue.state import DEFAULT_LANGUAGE, DialogueState
from nlu.dialogue.statements import StatementDetector
from nlu.dialogue.turn import Turn, Utterance
from nlu.entities.clauses import Clause
from nlu.entities.cues import Cue
from nlu.entities.entity_finder import EntityFinder
from nlu.entities.lexicon import Lexicon
from nlu.entities.model import Entities, StatedPlace
from nlu.forms import QuestionForm
from nlu.heads.labels import Context
from nlu.heads.readings import HeadsHearing, form_asked, form_of, goes_on
from nlu.intents import CORRECT, LANGUAGE, OTHER_LANGUAGE
from rules.ids import FactId, QuestionId
from rules.model import Programme

if TYPE_CHECKING:
    from nlu.classification.utterance_classifier import ClassifiedUtterance
    from nlu.heads.heads import EncodedMessage

MAX_PLACE_WORDS = 5
"""Words of an utterance that may be nothing but a place."""


_DEPARTMENT_NUMBER = re.compile(r"\d{2,3}|2[AaBb]")


class Interpreter:
    """Interprets utterances and clicks by one programme and lexicon."""

    def __init__(self, programme: Programme, lexicon: Lexicon, entities: EntityFinder, answers: AnswerResolver) -> None:
        self.answers = answers
        self._programme = programme
        self._cues = lexicon.cues
        self._entities = entities
        self._history = History(programme)
        self._requests = RequestDetector(programme)
        self._resolver = Resolver(programme, lexicon, self._history, self._requests)
        self._comparisons = Comparisons(programme, lexicon, self._history)
        organisations = OrganisationComparisons(programme, lexicon.criteria, self._history)
        claims = FigureClaims(programme, lexicon.figures, entities, self._history)
        premises = Premises(programme, lexicon.criteria, self._history)
        cases = Cases(lexicon.cues, self._history)
        self._completions = (Changes(lexicon.cues), cases, organisations, claims, self._comparisons, premises)
        statements = StatementDetector(programme, self._history)
        self.recognizer = ActRecognizer(lexicon, self._history, self._requests, statements, answers)

    def turn(
        self,
        classified: ClassifiedUtterance,
        encoded: EncodedMessage,
        state: DialogueState,
        today: date,
    ) -> Turn:
        """The turn of a classified utterance, with its entities and references.

        Args:
            classified: the utterance and its clauses, with their intents.
            encoded: the same, as the heads hear it.
            state: that before the turn.
            today: the day that counts as today.
        """
        state = self._history.known(state)
        whole, language = classified.whole, classified.language or state.language
        text = whole.clause.text
        expected = state.awaits is not None and state.awaits.fact == FactId.PLACE
        context = _context(state)
        reading = encoded.message(context)
        others = self._cues.matches(Cue.OTHER_PERSON, text) or self._cues.matches(Cue.LAST_ORGANISATION, text)
        may_be_others = state.about_other or others or not goes_on(reading)
        entities = self._entities.find(
            text,
            expected=expected,
            language=language,
            awaited=self._awaited_facts(state),
            today=today,
            hearing=HeadsHearing(encoded, context, may_be_others),
        )
        if not entities.has_any and self._may_be_a_place(state, text):
            entities = self._entities.find(text, expected=True, language=language, today=today)
        references = find_references(text, entities, self._cues)

        @cache
        def hear(clause: ClassifiedClause) -> QuestionForm:
            is_word = len(clause.clause.text.split()) < MIN_TELLING_WORDS
            if is_word and not clause.clause.asks_outright:
                return QuestionForm.NONE  # "la durée, le prix": a word alone has no form
            return form_asked(encoded.part(clause.delexicalized).message(context))

        clauses = self._requests.clauses(classified, hear)
        form = form_of(reading)
        utterance = Utterance(whole, clauses, entities, references, language or DEFAULT_LANGUAGE, form, hear)
        depends = bool(state.history) and (bool(whole.contextual) or Reference.FOLLOW_UP in references)
        about_other = is_about_other(text, entities, references, state, self._cues, goes_on=depends)
        return Turn.of(utterance, state, today, about_other=about_other, other=self._cues.named_person(text))

    def interpret(self, turn: Turn) -> Interpretation:
        """The interpretation of a turn."""
        interpretation = self._resolver.resolve(self.recognizer.recognize(turn))
        for completion in self._completions:
            interpretation = completion.completed(interpretation, turn)
        return interpretation

    def interpret_choice(
        self, question: str | None, facts: Mapping[str, str], state: DialogueState, today: date
    ) -> Interpretation:
        """The interpretation of a click on a question, a value of the fact asked for, a fact to correct, a language."""
        state = self._history.known(state).changed(awaits_confirmation=None, misses=0)
        language = facts.get(LANGUAGE) or state.language or DEFAULT_LANGUAGE
        if question == CORRECT:
            forgotten = tuple(facts.values())
            return Interpretation(CORRECT, language, state.without_facts(forgotten), forgotten_facts=forgotten)
        stated = {fact: value for fact, value in facts.items() if fact != LANGUAGE}
        code, course = stated.pop(FactId.PLACE, None), stated.pop(FactId.COURSE, None)
        place = StatedPlace((code,), self._programme.territories[code].name) if code else None
        entities = Entities(place=place, courses=(course,) if course else (), facts=stated)
        nothing = ClassifiedClause(Clause("", 0, False), ())
        turn = Turn.of(
            Utterance(nothing, (), entities, Reference.FOLLOW_UP, language), state, today, about_other=state.about_other
        )
        if question is None:
            act = Act(ActKind.INFORM, turn)
        elif question == OTHER_LANGUAGE and state.history:
            act = Act(ActKind.REPEAT, turn)
        elif question in self._requests.questions:
            return self._comparisons.showing(self._resolver.answer([Request(question, (course,))], turn), today)
        else:
            act = Act(ActKind.OTHER, turn, question)
        return self._comparisons.showing(self._resolver.resolve(act), today)

    def _awaited_facts(self, state: DialogueState) -> tuple[str, ...]:
        """The facts that the last answer can depend on: a few words are enough to state them."""
        if not state.history:
            return ()
        conditions = self._history.facts_read(QuestionId.CONDITIONS)
        return tuple(dict.fromkeys((*self._history.last_facts_read(state), *conditions)))

    def _may_be_a_place(self, state: DialogueState, text: str) -> bool:
        """Whether an utterance may be nothing but a little known place, after an answer that depends on one.

        That is a few words that follow up or compare, of which one after the first has a capital, or the first is a
        number as departments have them.
        """
        words = text.split()
        if FactId.PLACE not in self._history.last_facts_read(state) or not 0 < len(words) <= MAX_PLACE_WORDS:
            return False
        named = _DEPARTMENT_NUMBER.fullmatch(words[0]) or any(word[:1].isupper() for word in words[1:])
        return bool(named) and (self._cues.matches(Cue.FOLLOW_UP, text) or self._cues.matches(Cue.COMPARISON, text))


def _context(state: DialogueState) -> Context:
    """What came before an utterance, for the heads."""
    if not state.history:
        return Context.START
    return Context.QUESTION if state.awaits or state.awaits_confirmation else Context.ANSWER
