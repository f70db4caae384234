"""Which courses a question is about."""

from __future__ import annotations

from nlu.dialogue.history import History
from nlu.dialogue.references import Reference
from nlu.dialogue.state import DialogueState
from nlu.dialogue.turn import Turn
from nlu.entities.model import Entities
from rules.ids import CourseId, FactId
from rules.model import Programme


class CourseResolver:
    """Resolves the courses of questions, by one programme."""

    def __init__(self, programme: Programme, history: History) -> None:
        self._programme = programme
        self._history = history
        self._of_no_adviser = {
            instead: question for question, table in programme.tables.items() for instead in table.of_no_adviser
        }

    def of(self, question: str, named: tuple[str, ...], turn: Turn) -> tuple[str | None, ...]:
        """The courses of a question: those named, else that of a fact, else the last one, else (None,)."""
        entities, last_course = turn.entities, self._history.last_course(turn.state)
        is_module = named == (CourseId.MODULES,) and Reference.LAST_MODULE in turn.references
        if is_module and FactId.FAMILY not in entities.facts and last_course == CourseId.AIDANTS_CONNECT:
            named = (last_course,)  # "Is it a module of how many hours?", after an answer on Aidants Connect
        table = self._programme.tables[question]
        own = dict(table.about).get(FactId.COURSE)
        if own and named and set(named) <= set(table.prerequisites):
            return (own,)  # "must the CCP1 come first?" is about the title
        if named:
            return self._fitting(question, named, entities)
        if own and FactId.COURSE not in table.reads:
            return (own,)
        for fact in entities.facts:
            course = self.of_fact(fact)
            if course and FactId.COURSE in self._history.facts_read(question):
                return (course,)
        answers_all = FactId.COURSE in dict(table.each)
        refers = turn.references & (Reference.FOLLOW_UP | Reference.LAST_COURSE)
        if last_course and (refers or turn.is_short or not answers_all):
            return (last_course,)
        return (None,)

    def of_fact(self, fact: str) -> str | None:
        """The course that a fact is about."""
        return dict(self._programme.facts[fact].about).get(FactId.COURSE)

    def for_person(self, question: str, state: DialogueState) -> str:
        """The question that answers for the person spoken of: another one for a person who is no adviser."""
        return self.of_no_adviser(question, state) or question

    def of_no_adviser(self, question: str, state: DialogueState) -> str | None:
        """The question to answer for a person who is no adviser: this one or its substitute. Else None."""
        if not state.is_about_no_adviser:
            return None
        return question if question in self._of_no_adviser.values() else self._of_no_adviser.get(question)

    def _fitting(self, question: str, courses: tuple[str, ...], entities: Entities) -> tuple[str, ...]:
        """The courses named that a question is about."""
        if len(courses) > 1:
            # "Must I have passed the CCP1 to take the modules?" asks about the modules.
            before = self._programme.tables[question].prerequisites
            courses = tuple(course for course in courses if course not in before) or courses
        is_after_initial = entities.facts.get(FactId.PERIOD) == "continue"
        if is_after_initial and FactId.PERIOD in self._history.facts_read(question):
            # "Now that my initial training is over, who pays?" asks about the modules.
            instead = {CourseId.INITIAL_TRAINING.value: CourseId.MODULES.value}
            courses = tuple(instead.get(course, course) for course in courses)
        return courses if entities.enumerated else courses[:1]
