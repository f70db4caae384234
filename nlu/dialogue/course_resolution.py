"""Which courses a question is about."""

from __future__ import annotations

from collections.abc import Mapping

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.history import History
from nlu.dialogue.references import Reference
from nlu.dialogue.requests import SURE_ALONE
from nlu.dialogue.state import DialogueState
from nlu.dialogue.turn import Turn
from nlu.entities.criteria import CriterionFinder
from nlu.entities.model import Entities, StatedPlace
from nlu.forms import QuestionForm
from rules.ids import CourseId, FactId, QuestionId
from rules.model import Programme


class CourseResolver:
    """Resolves the courses of questions, by one programme."""

    def __init__(self, programme: Programme, history: History, criteria: CriterionFinder) -> None:
        self._programme = programme
        self._criteria = criteria
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

    def yielded(
        self, question: str, known: Mapping[str, str], named: tuple[str, ...], place: StatedPlace | None = None
    ) -> str:
        """The question that answers instead, if a stated fact says so in the question's table.

        "I failed the exam, can I still take two modules?" yields to what follows a failure. "I passed the exam, must I
        take
        the title too?" does not: it asks about the title.
        """
        table, facts = self._programme.tables[question], self._programme.facts
        if named and set(named) <= set(table.prerequisites):
            # "I failed the CCP1, what now?" does not ask how to enter it.
            alone = (dict(facts[fact].alone).get(value) for fact, value in known.items())
            question = next(filter(None, alone), question)
        # "An equivalent of Hubikoop in Brittany?" asks for the hub there, not who Hubikoop is.
        is_placed = FactId.PLACE in known and FactId.PLACE in table.reads
        if table.territories and (place is None or not table.territories.isdisjoint(place.codes)):
            is_placed = True  # in the places of the question
        elif table.territories and place:
            known = {**known, FactId.PLACE: place.name}
        yields = {} if is_placed else dict(table.yields)
        course_of = {fact: self.of_fact(fact) for fact in known if fact in yields}
        stated = (fact for fact, course in course_of.items() if not named or course in (None, *named))
        return next((yields[fact] for fact in stated), question)

    def is_told(self, clause: ClassifiedClause, turn: Turn) -> bool:
        """Whether a clause asks by itself: with a sure intent, or about a fact that the turn states."""
        stated = set(turn.entities.facts) & set(self._history.facts_read(clause.intent))
        return bool(stated) or clause.confidence >= SURE_ALONE

    def decided(self, question: str, named: tuple[str, ...], turn: Turn) -> tuple[str, tuple[str, ...]]:
        """The question behind a yes/no question, and its courses, if a criterion has a question of its own.

        "Oui ou non, dois-je attendre la convocation ?" does not ask what a convocation is.
        """
        if turn.utterance.form != QuestionForm.YES_NO or turn.whole.confidence >= SURE_ALONE:
            return question, named
        for mention in self._criteria.find(turn.text):
            criterion = self._programme.criteria.get(mention.criterion)
            if criterion and criterion.decides and question not in criterion.questions:
                about = self.of_fact(criterion.id) if criterion.id in self._programme.facts else None
                return criterion.questions[0], named or ((about,) if about else ())
        return question, named

    def for_person(self, question: str, state: DialogueState) -> str:
        """The question that answers for the person spoken of: another one for a person who is no adviser."""
        return self.of_no_adviser(question, state) or question

    def of_no_adviser(self, question: str, state: DialogueState) -> str | None:
        """The question to answer for a person who is no adviser: this one or its substitute. Else None."""
        if not state.is_about_no_adviser:
            return None
        return question if question in self._of_no_adviser.values() else self._of_no_adviser.get(question)

    def is_beside_path(self, named: tuple[str, ...], turn: Turn) -> bool:
        """Whether "where do I start?" is about a course optional on the path, named or just spoken of.

        If the adviser's place on the path is known and no course is named, it is about the path.
        """
        path, facts = self._programme.path, self._programme.facts
        if not named and any(
            facts[fact].question_of(value) == QuestionId.MY_PATH for fact, value in turn.state.facts.items()
        ):
            return False
        last = turn.state.last
        spoken = last is not None and (
            FactId.COURSE in self._history.facts_read(last.question)
            or bool(self._programme.tables[last.question].about)
        )
        course = named[0] if named else self._history.last_course(turn.state) if spoken else None
        return path is not None and any(stage.optional and stage.course == course for stage in path.stages)

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
