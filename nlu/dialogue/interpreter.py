"""The interpreter: an utterance or a click in its conversation becomes an interpretation.

Pure: from the classifier's result and the state, it finds entities, references, the act and its frames.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from nlu.classification.ranking import MIN_TELLING_WORDS, ClassifiedClause
from nlu.dialogue.acts import ActRecognizer
from nlu.dialogue.answers import AnswerResolver
from nlu.dialogue.cases import Cases
from nlu.dialogue.changes import Changes
from nlu.dialogue.choice import CandidateAct, Chooser, FittedChoice
from nlu.dialogue.claims import FigureClaims
from nlu.dialogue.comparisons import Comparisons
from nlu.dialogue.focus import is_about_other, placed
from nlu.dialogue.frames import Request
from nlu.dialogue.history import History
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.joined_questions import Hear
from nlu.dialogue.organisations import MIN_COMPARED, OrganisationComparisons
from nlu.dialogue.premises import Premises
from nlu.dialogue.proposals import Act, ActKind, Proposed
from nlu.dialogue.references import Reference, find_references
from nlu.dialogue.requests import SURE_CLAUSE, RequestDetector
from nlu.dialogue.resolution import Resolver
from nlu.dialogue.restatements import Restatement, Restatements
from nlu.dialogue.state import DEFAULT_LANGUAGE, DialogueState
from nlu.dialogue.statements import StatementDetector
from nlu.dialogue.turn import Turn, Utterance
from nlu.dialogue.validity import Validity
from nlu.dialogue.workplaces import Workplaces
from nlu.entities.clauses import Clause
from nlu.entities.cues import Cue
from nlu.entities.entity_finder import EntityFinder
from nlu.entities.lexicon import Lexicon
from nlu.entities.model import Entities, StatedPlace
from nlu.forms import QuestionForm
from nlu.heads.labels import ACT, Context
from nlu.heads.readings import HeadsHearing, form_asked, form_of, goes_on, sets_aside
from nlu.intents import CORRECT, GREET, LANGUAGE, OTHER_LANGUAGE
from rules.ids import FactId, QuestionId
from rules.model import Programme

if TYPE_CHECKING:
    from nlu.classification.utterance_classifier import ClassifiedUtterance
    from nlu.heads.heads import EncodedMessage

MAX_PLACE_WORDS = 5
"""Words of an utterance that may be only a place."""


Read = Callable[[str], "tuple[ClassifiedUtterance, EncodedMessage]"]
"""Classifies a text, and encodes it for the heads."""

Rank = Callable[[Proposed], tuple[CandidateAct, ...]]
"""Ranks the acts that a turn may be, likeliest first."""

_DEPARTMENT_NUMBER = re.compile(r"\d{2,3}|2[AaBb]")


class Interpreter:
    """Interprets utterances and clicks by one programme and lexicon."""

    def __init__(self, programme: Programme, lexicon: Lexicon, entities: EntityFinder, answers: AnswerResolver) -> None:
        self.answers = answers
        self._programme = programme
        self._lexicon = lexicon
        self._cues = lexicon.cues
        self._criteria = lexicon.criteria
        self._entities = entities
        self._history = History(programme)
        self._requests = RequestDetector(programme)
        self._resolver = Resolver(programme, lexicon, self._history, self._requests)
        self._restatements = Restatements(lexicon)
        self._comparisons = Comparisons(programme, lexicon, self._history)
        organisations = OrganisationComparisons(programme, lexicon.criteria, self._history)
        claims = FigureClaims(programme, lexicon, entities, self._history)
        premises = Premises(programme, lexicon.criteria, self._history)
        cases = Cases(programme, lexicon.cues, self._history)
        changes = Changes(programme, lexicon.cues, self._history)
        validity = Validity(programme, lexicon.cues, self._history)
        workplaces = Workplaces(programme, self._history)
        self._completions = (
            *(changes, cases, organisations, claims, self._comparisons, premises),
            *(validity, workplaces),
        )
        statements = StatementDetector(programme, self._history)
        self.recognizer = ActRecognizer(lexicon, self._history, self._requests, statements, answers)
        self.chooser = Chooser(self._requests, FittedChoice.load())
        self.ranked: Rank = self.chooser.ranked

    def turn(
        self,
        classified: ClassifiedUtterance,
        encoded: EncodedMessage,
        state: DialogueState,
        today: date,
        read: Read | None = None,
    ) -> Turn:
        """The turn of a classified utterance, with its entities and references.

        If its first words only set the last answer aside, the rest is read alone: that makes its question clear.

        Args:
            classified: the utterance and its clauses, with their intents.
            encoded: the same, encoded for the heads.
            state: the state before the turn.
            today: the day that counts as today.
            read: reads a part of the utterance as a whole; without it, the utterance is never split.
        """
        state = self._history.known(state)
        if (
            read
            and (state.history or state.rejected)
            and (restatement := self._restatement(classified, encoded, state))
        ):
            rest, message = read(restatement.rest)
            rest = replace(rest, language=classified.language or rest.language)
            return self._restating(restatement, self.turn(rest, message, state, today))
        if read and (opened := self._after_greeting(classified, read)):
            return self.turn(*opened, state, today)
        whole, language = classified.whole, classified.language or state.language
        text = whole.clause.text
        expected = state.awaits is not None and state.awaits.fact == FactId.PLACE
        context = context_before(state)
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

        clauses = self._asking(self._requests.clauses(classified, hear), hear)
        form = form_of(reading)
        acts = {label.name: label.probability for label in reading.get(ACT, [])}
        judges = self._criteria.asks_if_true(text)
        known = language or DEFAULT_LANGUAGE
        utterance = Utterance(whole, clauses, entities, references, known, form, hear, acts, judges)
        depends = bool(state.history) and (bool(whole.contextual) or Reference.FOLLOW_UP in references)
        about_other = is_about_other(text, entities, references, state, self._lexicon, goes_on=depends)
        utterance = replace(utterance, entities=placed(entities, text, self._cues, about_other=about_other))
        return Turn.of(utterance, state, today, about_other=about_other, other=self._cues.named_person(text))

    def _after_greeting(
        self, classified: ClassifiedUtterance, read: Read
    ) -> tuple[ClassifiedUtterance, EncodedMessage] | None:
        """The utterance without its greeting, if only the greeting was understood and the rest asks; else None."""
        if classified.whole.intent != GREET:
            return None
        rest = self._restatements.after_greeting(classified.whole.clause.text)
        if rest is None:
            return None
        asked, message = read(rest)
        asks = asked.whole.intent in self._requests.questions and asked.whole.confidence >= SURE_CLAUSE
        return (replace(asked, language=classified.language or asked.language), message) if asks else None

    def _restatement(
        self, classified: ClassifiedUtterance, encoded: EncodedMessage, state: DialogueState
    ) -> Restatement | None:
        """Split an utterance after words that set the last answer aside; None without them, or if they state facts."""
        text, context = classified.whole.clause.text, context_before(state)
        known, last_course = state.language or DEFAULT_LANGUAGE, self._history.last_course(state)

        def rejects(clause: ClassifiedClause) -> bool:
            reading = encoded.part(clause.delexicalized).message(context)
            named = self._entities.find(clause.clause.text, expected=False, language=known).courses
            # In "Leave it, tell me rather of the full title", the second part says what is meant.
            return not clause.clause.asks_outright and sets_aside(reading) and {*named} <= {last_course}

        found = self._restatements.find(text, classified.clauses, rejects)
        return found if found and not self._set_aside(found, state).stated_facts else None

    def _set_aside(self, restatement: Restatement, state: DialogueState) -> Entities:
        """The entities of the words that set the last answer aside."""
        return self._entities.find(restatement.rejected, expected=False, language=state.language or DEFAULT_LANGUAGE)

    def _restating(self, restatement: Restatement, turn: Turn) -> Turn:
        """The turn of the rest: about another course if the last one was rejected, else another question."""
        state, last_course = turn.state, self._history.last_course(turn.state)
        rejected, named = self._set_aside(restatement, state).courses, turn.entities.courses
        if last_course in rejected:
            return turn.restating(state.leaving_last(), rejects=False)
        names_another = {*named} - {last_course} or (turn.entities.place and turn.entities.place != state.place)
        if names_another or not restatement.rejects:
            return turn.restating(state, rejects=False)
        return turn.restating(state.barring_last(), rejects=True)

    def _asking(self, clauses: Sequence[ClassifiedClause], hear: Hear) -> tuple[ClassifiedClause, ...]:
        """The clauses except those that only ask if something is true ("elle a raison ?"); empty if one is left."""
        asking = tuple(clause for clause in clauses if not self._criteria.asks_only_if_true(clause.clause.text))
        return asking if len(asking) > 1 and not self._chooses(asking, hear) else ()

    def _chooses(self, asking: Sequence[ClassifiedClause], hear: Hear) -> bool:
        """Whether two clauses are one question: which of two ("which one counts, my home or my employer?")."""
        which, among = asking[0], asking[-1].clause
        is_pair = len(asking) == MIN_COMPARED and hear(which) is QuestionForm.WHICH
        return is_pair and self._criteria.offers_alternatives(among.text) and not among.asks_outright

    def interpret(self, turn: Turn) -> Interpretation:
        """The interpretation of a turn."""
        candidates = self.ranked(self.recognizer.proposed(turn))
        interpretation = self._resolver.resolve(candidates[0].act)
        for completion in self._completions:
            interpretation = completion.completed(interpretation, turn)
        scored = tuple(candidate.scored for candidate in candidates)
        states = bool(turn.entities.stated_facts)
        return replace(interpretation, candidates=scored, restates=turn.restates, states_facts=states)

    def interpret_choice(
        self, question: str | None, facts: Mapping[str, str], state: DialogueState, today: date
    ) -> Interpretation:
        """The interpretation of a click: a question, a value of the fact asked for, a fact to correct or a language."""
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
        """The facts that the last answer can depend on; a few words are enough to state them."""
        if not state.history:
            return ()
        conditions = self._history.facts_read(QuestionId.CONDITIONS)
        return tuple(dict.fromkeys((*self._history.last_facts_read(state), *conditions)))

    def _may_be_a_place(self, state: DialogueState, text: str) -> bool:
        """Whether an utterance may be only a little-known place, after an answer that depends on one.

        It is short, follows up or compares, and has a capital after its first word or starts with a department number.
        """
        words = text.split()
        if FactId.PLACE not in self._history.last_facts_read(state) or not 0 < len(words) <= MAX_PLACE_WORDS:
            return False
        named = _DEPARTMENT_NUMBER.fullmatch(words[0]) or any(word[:1].isupper() for word in words[1:])
        return bool(named) and (self._cues.matches(Cue.FOLLOW_UP, text) or self._cues.matches(Cue.COMPARISON, text))


def context_before(state: DialogueState) -> Context:
    """What came before an utterance, for the heads."""
    if not state.history:
        return Context.START
    return Context.QUESTION if state.awaits or state.awaits_confirmation else Context.ANSWER
