"""The interpreter: an utterance or a click in its conversation becomes an interpretation.

Pure: from the classifier's result and the state, it finds entities, references, the act and its frames.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from nlu.classification.ranking import RankedText
from nlu.dialogue.act import Act, ActKind, ActRule
from nlu.dialogue.acts import ActRecognizer
from nlu.dialogue.answers import AnswerResolver
from nlu.dialogue.cases import Cases
from nlu.dialogue.changes import Changes
from nlu.dialogue.claims import FigureClaims
from nlu.dialogue.comparisons import Comparisons
from nlu.dialogue.focus import is_about_other, placed
from nlu.dialogue.frames import Frame, Request
from nlu.dialogue.history import History
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.organisations import OrganisationComparisons
from nlu.dialogue.premises import Premises
from nlu.dialogue.questions import Questions
from nlu.dialogue.references import Reference, find_references
from nlu.dialogue.resolution import Resolver
from nlu.dialogue.state import DEFAULT_LANGUAGE, DialogueState
from nlu.dialogue.topics import topics
from nlu.dialogue.turn import MAX_SHORT_WORDS, Turn, Utterance
from nlu.dialogue.validity import Validity
from nlu.dialogue.workplaces import Workplaces
from nlu.entities.cues import Cue
from nlu.entities.entity_finder import EntityFinder
from nlu.entities.lexicon import Lexicon
from nlu.entities.model import Entities, StatedPlace
from nlu.forms import QuestionForm
from nlu.gist import with_answered
from nlu.heads.labels import Context
from nlu.heads.readings import HeadsHearing
from nlu.intents import CORRECT, FALLBACK, LANGUAGE, OTHER_LANGUAGE
from nlu.meaning import MessageAct, MessageLink, Operation, Who
from nlu.reading.reading import Ask, Reading, likeliest
from rules.ids import FactId, QuestionId
from rules.model import Programme

if TYPE_CHECKING:
    from nlu.classification.utterance_classifier import ClassifiedUtterance
    from nlu.heads.heads import EncodedMessage

MAX_PLACE_WORDS = 5
"""Words of an utterance that may be only a place."""


_DEPARTMENT_NUMBER = re.compile(r"\d{2,3}|2[AaBb]")


class Interpreter:
    """Interprets utterances and clicks by one programme and lexicon."""

    def __init__(self, programme: Programme, lexicon: Lexicon, entities: EntityFinder, answers: AnswerResolver) -> None:
        self.answers = answers
        self._programme = programme
        self._lexicon = lexicon
        self._cues = lexicon.cues
        self._entities = entities
        self._history = History(programme)
        self._questions = Questions(programme)
        self._resolver = Resolver(programme, lexicon, self._history, self._questions)
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
        self._recognizer = ActRecognizer(lexicon, self._history, self._questions, answers)

    def turn(
        self,
        classified: ClassifiedUtterance,
        encoded: EncodedMessage,
        state: DialogueState,
        today: date,
        reading: Reading,
    ) -> Turn:
        """The turn of a classified utterance, with its entities and references.

        Args:
            classified: the utterance, with its intents.
            encoded: the same, encoded for the heads.
            state: the state before the turn.
            today: the day that counts as today.
            reading: what the utterance means after what was said before (:meth:`said_before`).
        """
        state = self._history.known(state)
        whole, language = classified.whole, classified.language or state.language
        ask, text = reading.asks[0], whole.text
        expected = state.awaits is not None and state.awaits.fact == FactId.PLACE
        others = self._cues.matches(Cue.OTHER_PERSON, text) or self._cues.matches(Cue.LAST_ORGANISATION, text)
        goes_on = likeliest(reading.acts) in (MessageAct.CORRECT, MessageAct.ANSWER)
        entities = self._entities.find(
            text,
            expected=expected,
            language=language,
            awaited=self._awaited_facts(state),
            today=today,
            hearing=HeadsHearing(encoded, context_before(state), state.about_other or others or not goes_on),
        )
        if not entities.has_any and self._may_be_a_place(state, text):
            entities = self._entities.find(text, expected=True, language=language, today=today)
        references = find_references(text, entities, self._cues)
        form = QuestionForm(likeliest(ask.forms))
        last = state.last.question if state.last else None
        utterance = Utterance(
            replace(whole, ranking=topics(ask, whole.ranking, last, reading.links.get(MessageLink.SAME, 0.0))),
            entities,
            references,
            language or DEFAULT_LANGUAGE,
            form,
            reading,
            classified.delexicalized,
        )
        for_me, for_other = (ask.persons.get(who, 0.0) for who in (Who.ME, Who.OTHER))
        is_read = max(for_me, for_other) > 1 / 2  # likelier than all else
        about_other = for_other > for_me if is_read else self._is_about_other(utterance, state)
        utterance = replace(utterance, entities=placed(entities, text, self._cues, about_other=about_other))
        return Turn.of(utterance, state, today, about_other=about_other, other=self._cues.named_person(text))

    def _is_about_other(self, utterance: Utterance, state: DialogueState) -> bool:
        """Whether an utterance is about another person than the adviser, by its words: where none is read in it."""
        is_short = len(utterance.text.split()) <= MAX_SHORT_WORDS
        depends = bool(state.history) and (is_short or Reference.FOLLOW_UP in utterance.references)
        return is_about_other(
            utterance.text, utterance.entities, utterance.references, state, self._lexicon, goes_on=depends
        )

    def said_before(self, state: DialogueState) -> str:
        """What was said before a message, as it is read after: the gist of the last reply, and what it was about."""
        history = self._history.known(state).history
        question = next((outline.question for outline in history), None)
        course = next((outline.course for outline in history if outline.course), None)
        return with_answered(state.said, question, course)

    def interpret(self, turn: Turn) -> Interpretation:
        """The interpretation of a turn."""
        act, reading = self._recognizer.act(turn), turn.utterance.reading
        interpretation = self._resolver.resolve(act)
        for completion in self._completions:
            completed = completion.completed(interpretation, turn)
            asks_anew = likeliest(reading.operations) in _OPERATIONS.get(type(completion), ())
            if act.kind is ActKind.REQUEST and not asks_anew and not _is_same_question(interpretation, completed):
                # What is read is not asked otherwise: a completion only adds to it.
                completed = (
                    self._comparisons.formed(interpretation, turn)
                    if completion is self._comparisons
                    else interpretation
                )
            interpretation = completed
        if len(reading.asks) == len(interpretation.frames):
            frames = zip(interpretation.frames, reading.asks, strict=True)
            asked = tuple(replace(frame, cell=self._cell(frame, ask, act)) for frame, ask in frames)
            interpretation = replace(interpretation, frames=asked)
        asks_again = act.rule in (ActRule.REQUEST, ActRule.SAME_QUESTION) and turn.state.last is not None
        return replace(
            interpretation,
            restates=asks_again and likeliest(reading.acts) == MessageAct.CORRECT and not turn.entities.has_any,
            states_facts=bool(turn.entities.stated_facts),
            reading=reading,
        )

    def _cell(self, frame: Frame, ask: Ask, act: Act) -> tuple[str, str] | None:
        """The cell that a question asks. What answers the last reply's question is about that question alone."""
        is_about = ask.cell is not None and self._questions.of_cell(ask.cell)[0] == frame.question
        return ask.cell if act.kind is not ActKind.ANSWER or is_about else None

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
        turn = Turn.of(
            Utterance(RankedText("", ((FALLBACK, 0.0),)), entities, Reference.FOLLOW_UP, language),
            state,
            today,
            about_other=state.about_other,
        )
        if question is None:
            act = Act(ActKind.INFORM, turn)
        elif question == OTHER_LANGUAGE and state.history:
            act = Act(ActKind.REPEAT, turn)
        elif question in self._questions.all:
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


_OPERATIONS: Final[Mapping[type, frozenset[str]]] = {
    Changes: frozenset({Operation.CHANGES}),
    OrganisationComparisons: frozenset({Operation.COMPARE, Operation.CHOOSE}),
}
"""The operations for which a completion may ask another question than what is read: who it is, there or of these."""


def _is_same_question(interpretation: Interpretation, completed: Interpretation) -> bool:
    """Whether a completion left the first question as it was, and its course; what is compared may be several."""
    first, then = interpretation.frames[0], completed.frames[0]
    same_course = first.facts.get(FactId.COURSE) == then.facts.get(FactId.COURSE)
    return first.question == then.question and (same_course or then.compares)


def context_before(state: DialogueState) -> Context:
    """What came before an utterance, for the heads."""
    if not state.history:
        return Context.START
    return Context.QUESTION if state.awaits or state.awaits_confirmation else Context.ANSWER
