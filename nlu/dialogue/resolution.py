"""From an act to the frames to answer and the next state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from dateutil.relativedelta import relativedelta

from nlu.dialogue.act import Act, ActKind, ActRule
from nlu.dialogue.answers import MAX_CASES, AnswerKind
from nlu.dialogue.course_resolution import CourseResolver
from nlu.dialogue.frames import Frame, FrameOutline, Request
from nlu.dialogue.history import History
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.questions import Questions
from nlu.dialogue.references import Reference
from nlu.dialogue.state import DialogueState
from nlu.dialogue.turn import Turn
from nlu.entities.criteria import CriterionMention
from nlu.entities.lexicon import Lexicon
from nlu.entities.model import Entities
from nlu.forms import QuestionForm
from nlu.intents import ABOUT_LAST_ANSWER, CONFIRMED, FALLBACK, FORGET_SOME, OUT_OF_SCOPE, REJECT, STATEMENT, WHY, YES
from nlu.meaning import NO_TOPIC, MessageLink
from nlu.reading.reading import Ask, Reading, likeliest
from rules.ids import SOMEONE_ELSE, CourseId, FactId, QuestionId
from rules.model import Programme


class Resolver:
    """Resolves acts, with one method for each kind."""

    def __init__(self, programme: Programme, lexicon: Lexicon, history: History, questions: Questions) -> None:
        self._programme = programme
        self._lexicon = lexicon
        self._history = history
        self._questions = questions
        self._courses = CourseResolver(programme, history)
        facts = programme.facts.values()
        self._of_question = frozenset(fact.id for fact in facts if fact.of_question)
        self._transient = frozenset((fact.id, value) for fact in facts for value in fact.transient)

    def resolve(self, act: Act) -> Interpretation:
        """The interpretation of an act. A pending confirmation ends unless the act asks for one."""
        state = act.turn.state.changed(awaits_confirmation=None)
        interpretation = _METHODS[act.kind](self, replace(act, turn=replace(act.turn, state=state)))
        misses = state.misses + 1 if interpretation.is_miss else 0
        state = interpretation.state.changed(misses=misses)
        return replace(interpretation, state=state, rule=act.rule, form=act.form)

    def inform(self, turn: Turn) -> Interpretation:
        """A place, a course, a fact or a day: it concerns a frame of the history, or asks by itself."""
        entities, state = turn.entities, turn.state
        opposite = Reference.OPPOSITE_CASE in turn.references
        if entities.excluded_departments and not entities.has_any:
            return self._place_left(turn)
        names_person = turn.changes_person or entities.names_only
        if names_person and state.last and not (entities.has_any or opposite):
            return self.repeat(turn)
        if not entities.has_any and not opposite:
            return self._other(STATEMENT, turn) if state.awaits else self._guess(turn, ())
        if self._history.asks_about_next_year(turn):
            turn = turn.asking_for(turn.today + relativedelta(years=1))
            entities = turn.entities
        outline = self._history.concerned(turn)
        if outline is None:
            request = self._request_by_entities(turn.of_person) or self._request_by_place(turn)
            if request:
                return self.answer([request], turn)
            return self._other(STATEMENT if entities.place else FALLBACK, turn)
        if opposite and not entities.facts:
            turn = turn.stating(self._history.opposite(outline, state))
            entities = turn.entities
        question, courses = outline.question, _courses_meant(entities)
        during_initial = FactId.PERIOD in entities.facts and courses == (CourseId.INITIAL_TRAINING,)
        if during_initial and self._history.course(outline, state) == CourseId.MODULES:
            courses = ()  # "et pendant la formation initiale ?" says when, for the modules just spoken of
        reads = set(self._history.facts_read(question))
        # "I am in initial training" tells the path where the adviser stands; the course is named in passing.
        if courses and FactId.COURSE not in reads and not reads & set(entities.facts):
            # "on est rattaché à qui ?", "pour le CCP1 et les modules": still asks who
            asks_who = state.form == QuestionForm.WHO
            question = (QuestionId.ORGANISATION if asks_who else QuestionId.CONTENT).value
        elif courses and entities.place and FactId.PLACE not in reads:
            question = QuestionId.ORGANISATION.value  # "full title in Guadeloupe", after how long it takes
        return self.answer([Request(question, courses or (outline.course,))], turn, outline.day)

    def request(self, act: Act) -> Interpretation:
        """The questions that are read in the turn, or the one that it implies."""
        turn, reading = act.turn, act.turn.utterance.reading
        if act.intent:
            return self.answer([Request(act.intent, (None,))], turn)
        if act.rule == ActRule.CELL and (cell := reading.asks[0].cell):
            question, course = self._questions.of_cell(cell)
            return self.answer([Request(question, (course,))], turn)
        if self._history.asks_about_next_year(turn):
            turn = turn.asking_for(turn.today + relativedelta(years=1))
        if Reference.OPPOSITE_CASE in turn.references and turn.state.last and not turn.entities.facts:
            turn = turn.stating(self._history.opposite(turn.state.last, turn.state))
        first = self._read_request(turn.whole.intent, reading.asks[0], turn, alone=len(reading.asks) == 1)
        requests = list(dict.fromkeys([first, *self._read_beside(reading, turn, first)]))
        if likeliest(reading.links) != MessageLink.NEW and turn.state.history:
            turn = turn.following_up()
        unknown = [ask for ask in reading.asks if likeliest(ask.topics) == OUT_OF_SCOPE and len(reading.asks) > 1]
        return replace(self.answer(requests, turn), not_answered=tuple(map(turn.utterance.words_of, unknown)))

    def _read_beside(self, reading: Reading, turn: Turn, first: Request) -> list[Request]:
        """The questions beside the first; "et depuis quand ?" explains its answer."""
        beside = []
        for ask in reading.asks[1:]:
            question = likeliest(ask.topics)
            if question in ABOUT_LAST_ANSWER:
                beside.append(first._replace(form=QuestionForm.NONE, criteria=(), explains=question))
            elif question in self._questions.all:
                beside.append(self._read_request(question, ask, turn, alone=False))
        return beside

    def _read_request(self, question: str, ask: Ask, turn: Turn, *, alone: bool) -> Request:
        """One question that is read, about its course; in its own form where there are several."""
        question = self._courses.for_person(question, self._next_state(turn))
        courses = (self._course(question, ask, turn),)
        if alone:
            return Request(question, courses)
        criteria = self._lexicon.criteria.find(turn.utterance.words_of(ask))
        return Request(question, courses, QuestionForm(likeliest(ask.forms)), criteria)

    def _course(self, question: str, ask: Ask, turn: Turn) -> str | None:
        """The course that a question is read about; not one that is named as a condition of another."""
        course = likeliest(ask.courses)
        conditions = self._programme.tables[question].prerequisites
        if course in conditions:
            course = next((named for named in turn.entities.courses if named not in conditions), course)
        if course == NO_TOPIC and likeliest(turn.utterance.reading.links) == MessageLink.SAME:
            return self._history.last_course(turn.state)
        return None if course == NO_TOPIC else course

    def answered(self, act: Act) -> Interpretation:
        """Answer the frame that waits for the last reply's question, with each value said."""
        turn, answer, asked = act.turn, act.answer, act.turn.state.awaits
        if answer is None or asked is None:
            raise ValueError(f"an answer to nothing: {act!r}")
        waiting = self._history.waiting(asked.fact, turn.state, turn.today)
        if answer.kind != AnswerKind.UNCLEAR:
            turn = turn.without_question(forgotten=answer.kind != AnswerKind.UNKNOWN)
        values = asked.options if answer.kind == AnswerKind.UNKNOWN else answer.values
        if answer.kind == AnswerKind.VALUES and (len(values) == 1 or asked.fact in (FactId.PLACE, FactId.COURSE)):
            turn = turn.saying(asked.fact, values, self._programme.territories)
            if waiting is None:
                interpretation = self.inform(turn)
            else:
                courses = _courses_meant(turn.entities) or (waiting.course,)
                request = self._read_to_answer(turn) or self._waiting(waiting, courses, turn.state)
                besides = self._read_beside(turn.utterance.reading, turn, request)
                interpretation = self.answer([request, *besides], turn.following_up(), waiting.day)
        elif waiting and values and len(values) <= MAX_CASES:
            interpretation = self._by_case(asked.fact, values, waiting, turn)
        else:
            interpretation = self._other(STATEMENT, turn)
        return replace(interpretation, asked=asked, answers=answer.kind)

    def _read_to_answer(self, turn: Turn) -> Request | None:
        """The question that is read in an answer, if it is likelier than all others; what waited may be another."""
        reading = turn.utterance.reading
        is_sure = turn.whole.intent in self._questions.all and turn.whole.confidence > _LIKELIER
        is_sure = is_sure and not turn.entities.names_only
        return self._read_request(turn.whole.intent, reading.asks[0], turn, alone=True) if is_sure else None

    @staticmethod
    def _waiting(outline: FrameOutline, courses: tuple[str | None, ...], state: DialogueState) -> Request:
        """The question that waited for an answer, in its own form: the answer's words have none."""
        if outline != state.last:
            return Request(outline.question, courses)
        return Request(outline.question, courses, state.form, tuple(map(CriterionMention, state.criteria)))

    def _by_case(self, fact: str, values: Sequence[str], waiting: FrameOutline, turn: Turn) -> Interpretation:
        """A frame for each value of a fact; the state keeps none of the values."""
        whole = self.answer([Request(waiting.question, (waiting.course,))], turn.following_up(), waiting.day)
        return replace(whole, frames=whole.frames[0].in_each_case(fact, values))

    def confirm(self, act: Act) -> Interpretation:
        """A yes or no when nothing was asked: it states nothing unless the turn names something."""
        return self.inform(act.turn) if act.turn.entities.has_any else self._other(act.intent or YES, act.turn)

    def doubt(self, turn: Turn) -> Interpretation:
        """The last answer with its reason; what the adviser was told elsewhere is not kept."""
        return Interpretation(WHY, turn.utterance.language, turn.state, ranking=turn.whole.ranking)

    def repeat(self, turn: Turn, day: date | None = None) -> Interpretation:
        """The last answer again, with what the turn states; for its own day, or another."""
        outline = turn.state.history[0]
        return self.answer([Request(outline.question, (outline.course,))], turn.following_up(), day or outline.day)

    def forget(self, turn: Turn) -> Interpretation:
        """The state without the facts that the turn names."""
        named = (*turn.entities.stated_facts, *self._lexicon.cues.named_facts(turn.text))
        return self._forgetting(tuple(dict.fromkeys(named)), turn, turn.state.without_facts(named))

    def reject(self, turn: Turn) -> Interpretation:
        """Offer the next likeliest questions of the message that was answered wrongly."""
        course = turn.entities.courses[:1]
        alternatives = tuple(
            FrameOutline(question, self._courses.of(question, course, turn)[0])
            for question in turn.state.runners_up
            if question not in turn.state.rejected
        )
        return self._other(REJECT, turn, alternatives)

    def unclear(self, turn: Turn) -> Interpretation:
        """Two or three alternatives to choose from, for the course named; a single one as a guess; or out of scope."""
        questions = self._questions.alternatives(turn)
        if questions and (instead := self._courses.of_no_adviser(questions[0], self._next_state(turn))):
            return self.answer([Request(instead, turn.entities.courses[:1] or (None,))], turn)
        if turn.whole.intent == OUT_OF_SCOPE:
            return self._other(OUT_OF_SCOPE, turn)
        alternatives = tuple(
            FrameOutline(question, self._courses.of(question, turn.entities.courses[:1], turn)[0])
            for question in questions
        )
        if len(alternatives) == 1 and not turn.is_elliptic:
            only = alternatives[0]
            return replace(self.answer([Request(only.question, (only.course,))], turn), is_guess=True)
        return self._guess(turn, alternatives)

    def other(self, act: Act) -> Interpretation:
        """An intent that is no question of the programme."""
        return self._other(act.intent or FALLBACK, act.turn)

    def answer(self, requests: Sequence[Request], turn: Turn, day: date | None = None) -> Interpretation:
        """The frames of some requests, for the day that the turn asks about, else for `day`."""
        state, facts, day = self._next_state(turn), self._facts(turn), turn.entities.day or day
        if day == turn.today:
            day = None
        outlines = [FrameOutline(request.question, course, day) for request in requests for course in request.courses]
        frames = tuple(
            Frame(
                request.question,
                {
                    **facts,
                    **({FactId.COURSE.value: course} if course else {}),
                    **self._person(request.question, state),
                },
                state.where,
                day,
                request.form,
                request.criteria,
                explains=request.explains,
            )
            for request in requests
            for course in request.courses
        )
        answered = {request.question for request in requests}
        state = state.after(*outlines).changed(
            runners_up=self._questions.runners_up(turn, answered) or state.runners_up,
            rejected=state.rejected if turn.rejects else (),
        )
        return Interpretation(frames[0].question, turn.utterance.language, state, frames, ranking=turn.whole.ranking)

    # Interpretations without a frame

    def _other(self, intent: str, turn: Turn, alternatives: tuple[FrameOutline, ...] = ()) -> Interpretation:
        # Nothing is asked: a later "why?" is still about the answer before.
        state = self._next_state(turn.following_up())
        state = state.changed(awaits_confirmation=intent if intent in CONFIRMED else None)
        return Interpretation(
            intent, turn.utterance.language, state, alternatives=alternatives, ranking=turn.whole.ranking
        )

    def _forgetting(self, facts: tuple[str, ...], turn: Turn, state: DialogueState) -> Interpretation:
        return Interpretation(
            FORGET_SOME, turn.utterance.language, state, ranking=turn.whole.ranking, forgotten_facts=facts
        )

    def _guess(self, turn: Turn, alternatives: tuple[FrameOutline, ...]) -> Interpretation:
        """Alternatives; if the utterance depends on the last answer, after that answer again."""
        if turn.is_elliptic:
            return replace(self.repeat(turn), alternatives=alternatives, is_guess=True)
        interpretation = self._other(FALLBACK, turn, alternatives)
        # The next utterance ("64") concerns the likeliest alternative.
        return replace(interpretation, state=interpretation.state.after(*alternatives[:1]))

    def _place_left(self, turn: Turn) -> Interpretation:
        """The adviser is not, or no longer, in a place: the last answer without it, if that reads a place."""
        if FactId.PLACE in self._history.last_facts_read(turn.state):
            return self.repeat(turn)
        return self._forgetting((FactId.PLACE.value,), turn, self._next_state(turn.following_up()))

    # Requests

    def _request_by_entities(self, entities: Entities) -> Request | None:
        """The question that facts, a course or a day ask at the start of a conversation."""
        for fact in entities.facts:
            question = self._programme.facts[fact].question_of(entities.facts[fact])
            if question:
                course = entities.courses[0] if entities.courses else self._courses.of_fact(fact)
                return Request(question, (course,))
        if entities.courses or (entities.day and not entities.names_only):
            question = QuestionId.ORGANISATION if entities.place else QuestionId.CONTENT
            return Request(question.value, _courses_meant(entities) or (None,))
        return None

    def _request_by_place(self, turn: Turn) -> Request | None:
        """A place after an answer that is the same everywhere asks who runs the last course there, or all courses."""
        course = self._history.last_course(turn.state)
        asks_who = turn.utterance.form in (QuestionForm.WHO, QuestionForm.WHERE)  # "à Pau, je dépends de qui ?"
        if not turn.entities.place or not (course or asks_who):
            return None
        return Request(QuestionId.ORGANISATION.value, (course,))

    # State

    def _next_state(self, turn: Turn) -> DialogueState:
        """The state with what the turn states, for the rest of the conversation."""
        entities, state = turn.entities, turn.state
        facts, beside = state.facts, state.beside_facts
        of_question = {fact: value for fact, value in facts.items() if fact in self._of_question}
        if turn.changes_person:
            personal = {fact: value for fact, value in facts.items() if fact not in of_question}
            facts, beside = {**of_question, **beside}, personal
        if turn.names_another:
            facts = of_question
        back = Reference.FOLLOW_UP | Reference.LAST_ORGANISATION
        last_course = self._history.last_course(state)
        names_another = last_course is not None and entities.courses and last_course not in entities.courses
        if names_another or not (turn.references & back or entities.names_only):
            facts = {fact: value for fact, value in facts.items() if fact not in of_question}
        stated = {
            fact: value
            for fact, value in entities.facts.items()
            if fact not in entities.supposed and (fact, value) not in self._transient
        }
        if turn.about_other:
            stated |= entities.others_facts
        else:
            beside = {**beside, **entities.others_facts}
        place, own_place, works_there = state.place, state.own_place, state.works_there
        comes_back = Reference.SELF in turn.references and entities.names_only  # "et pour moi ?"
        supposed = None if comes_back or entities.place else state.supposed_place
        if entities.place and FactId.PLACE in entities.supposed:
            supposed = entities.place
        elif entities.place:
            place, works_there = entities.place, entities.works_there
            if Reference.OTHER_PERSON in turn.references:
                own_place = own_place or state.place
        awaits = None if state.awaits and state.awaits.fact in entities.named_facts else state.awaits
        return state.changed(
            place=place,
            own_place=own_place,
            supposed_place=supposed,
            works_there=works_there,
            facts={**facts, **stated},
            beside_facts=beside,
            about_other=turn.about_other,
            other=((turn.about_other or entities.others_facts) and turn.other) or state.other,
            awaits=awaits,
        )

    def _person(self, question: str, state: DialogueState) -> dict[str, str]:
        """The fact that a question is about another person, if its answer depends on that."""
        is_read = FactId.PERSON in self._history.facts_read(question)
        return {FactId.PERSON.value: SOMEONE_ELSE} if state.about_other and is_read else {}

    def _facts(self, turn: Turn) -> dict[str, str]:
        """The facts that hold for the question asked now."""
        facts = dict(self._next_state(turn).facts)
        if not turn.keeps_question:
            cited = Reference.LAST_ORGANISATION in turn.references
            facts = {
                fact: value
                for fact, value in facts.items()
                if fact not in self._of_question
                or fact in turn.entities.facts
                or (cited and fact == FactId.CITED_ORGANISATION)
            }
        return facts | dict(turn.entities.facts)


def _courses_meant(entities: Entities) -> tuple[str | None, ...]:
    """The courses that an utterance means."""
    return entities.courses if entities.enumerated else entities.courses[:1]


_LIKELIER: Final = 0.5

_METHODS: Final[Mapping[ActKind, Callable[[Resolver, Act], Interpretation]]] = {
    ActKind.INFORM: lambda resolver, act: resolver.inform(act.turn),
    ActKind.REQUEST: Resolver.request,
    ActKind.ANSWER: Resolver.answered,
    ActKind.CONFIRM: Resolver.confirm,
    ActKind.DOUBT: lambda resolver, act: resolver.doubt(act.turn),
    ActKind.REPEAT: lambda resolver, act: resolver.repeat(act.turn, act.day),
    ActKind.FORGET: lambda resolver, act: resolver.forget(act.turn),
    ActKind.REJECT: lambda resolver, act: resolver.reject(act.turn),
    ActKind.UNCLEAR: lambda resolver, act: resolver.unclear(act.turn),
    ActKind.OTHER: Resolver.other,
}
"""The method for each kind of act. At module level, so that a resolver can be sent to another process."""
