"""The history of a conversation: the earlier frame that a new fact concerns, and the fact still missing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from nlu.dialogue.decisions import decision_parts, missing_fact
from nlu.dialogue.frames import FrameOutline
from nlu.dialogue.references import Reference
from nlu.dialogue.state import AwaitedFact, DialogueState
from nlu.dialogue.turn import Turn
from rules.ids import CourseId, FactId, QuestionId
from rules.model import Programme


class History:
    """Searches the frames of a conversation, by one programme."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._course_of_organisation = _courses_run(programme)
        # A situation may lead to a course without being about it.
        self._implied = {
            name: {fact for _, facts in definition.implied for fact, _ in facts} - {FactId.COURSE}
            for name, definition in programme.facts.items()
            if definition.implied
        }
        self._by_contact = frozenset(
            name for name, table in programme.tables.items() if any(row.then.contact_by_course for row in table.rows)
        )

    def known(self, state: DialogueState) -> DialogueState:
        """The state without questions, courses, facts and values that the programme no longer has."""
        courses = self._programme.facts[FactId.COURSE].values
        history = tuple(
            outline
            for outline in state.history
            if outline.question in self._programme.tables and outline.course in (None, *courses)
        )
        facts = {
            fact: value
            for fact, value in state.facts.items()
            if fact in self._programme.facts and value in self._programme.facts[fact].values
        }
        runners_up, rejected = (
            tuple(question for question in questions if question in self._programme.tables)
            for questions in (state.runners_up, state.rejected)
        )
        return state.changed(
            history=history,
            facts=facts,
            awaits=self._known_question(state.awaits),
            runners_up=runners_up,
            rejected=rejected,
        )

    def _known_question(self, awaits: AwaitedFact | None) -> AwaitedFact | None:
        """The question put, or None if the programme no longer has its fact and options."""
        definition = self._programme.facts.get(awaits.fact) if awaits else None
        return awaits if awaits and definition and {*awaits.options} <= {*definition.values} else None

    def facts_read(self, question: str) -> tuple[str, ...]:
        """The facts that a question's answer can depend on, including those of the contact it names."""
        table = self._programme.tables[question]
        if question in self._by_contact:
            return tuple(dict.fromkeys((*table.reads, *self._programme.tables[QuestionId.CONTACT].reads)))
        return table.reads

    def last_facts_read(self, state: DialogueState) -> tuple[str, ...]:
        """The facts that the last answer can depend on; none at the start."""
        return self.facts_read(state.last.question) if state.last else ()

    def _depends_on(self, question: str) -> tuple[str, ...]:
        """The facts that a question's answer can depend on, and those that imply one of them."""
        read = self.facts_read(question)
        return tuple(dict.fromkeys((*read, *(fact for fact, implied in self._implied.items() if implied & {*read}))))

    def course(self, outline: FrameOutline, state: DialogueState | None = None) -> str | None:
        """The course of a frame: the one named, else that of its question, else the one its organisation runs."""
        table = self._programme.tables[outline.question]
        course = outline.course or dict(table.about).get(FactId.COURSE)
        organisation = state.facts.get(FactId.CITED_ORGANISATION) if state else None
        if course or organisation is None or FactId.CITED_ORGANISATION not in table.reads:
            return course
        return self._course_of_organisation.get(organisation)

    def last_course(self, state: DialogueState) -> str | None:
        """The course of the newest frame."""
        return self.course(state.last, state) if state.last else None

    def course_meant(self, turn: Turn) -> str | None:
        """The first course that a turn names, else the last one spoken of."""
        return next(iter(turn.entities.courses), None) or self.last_course(turn.state)

    def waiting(self, fact: str, state: DialogueState, today: date) -> FrameOutline | None:
        """The newest frame that waits for a fact, or None."""
        return next((outline for outline in state.history if self._missing(outline, state, today) == fact), None)

    def day_before(self, outline: FrameOutline, state: DialogueState, today: date) -> date | None:
        """The last day before the rule that answers a frame; None if its start is not known."""
        *_, part = decision_parts(self._programme, state.complete(outline), today)
        row = part.decision.trace.deciding
        return row.since - timedelta(days=1) if row and row.since else None

    def situation(self, facts: Iterable[str]) -> set[str]:
        """The facts among some that describe the adviser's situation, which the question on conditions answers."""
        return {fact for fact in facts if self._programme.facts[fact].question == QuestionId.CONDITIONS}

    def concerned(self, turn: Turn) -> FrameOutline | None:
        """The frame that new entities concern: one that waits for them, else the newest they can change."""
        entities, state = turn.entities, turn.state
        stated = {*entities.stated_facts, *([FactId.COURSE] if entities.courses else ())}
        if entities.day and not stated:
            return state.last
        for outline in state.history:
            if self._missing(outline, state, turn.today) in stated:
                return outline
        # The adviser's situation says more than a course named in passing.
        for facts in (set(entities.stated_facts), stated):
            for outline in sorted(state.history, key=lambda outline: self.course(outline) not in entities.courses[:1]):
                if facts & set(self._depends_on(outline.question)):
                    return outline
            if self.situation(facts):
                return None  # no question so far reads it: the fact asks by itself
        return state.last if entities.courses or Reference.OPPOSITE_CASE in turn.references else None

    def opposite(self, outline: FrameOutline, state: DialogueState) -> dict[str, str]:
        """The two-valued fact of a frame with its other value, for "and if not?"; empty if there is none."""
        facts = self.facts_read(outline.question)
        for fact in facts:
            definition = self._programme.facts[fact]
            values = definition.offered or definition.values
            if len(values) == 2 and state.facts.get(fact) in values:
                first, second = values
                return {fact: second if state.facts[fact] == first else first}
        if FactId.ACCREDITATION in facts and outline.course == CourseId.AIDANTS_CONNECT:
            return self._denial(FactId.ACCREDITATION)
        return self._denial(FactId.CONVOCATION) if FactId.CONVOCATION in facts else {}

    def implied_question(self, intent: str, turn: Turn) -> str | None:
        """The question meant by a bare intent just after the last question, if that one's table has one."""
        if not turn.state.last or turn.entities.courses or FactId.CITED_ORGANISATION in turn.entities.facts:
            return None
        return dict(self._programme.tables[turn.state.last.question].then).get(intent)

    def _denial(self, fact: FactId) -> dict[str, str]:
        no = self._programme.facts[fact].no
        return {fact.value: no} if no else {}

    def _missing(self, outline: FrameOutline, state: DialogueState, today: date) -> str | None:
        return missing_fact(self._programme, state.complete(outline), today)

    def asks_about_next_year(self, turn: Turn) -> bool:
        """Whether "et l'année prochaine ?" asks for the last answer then, rather than which module is paid."""
        entities, state = turn.entities, turn.state
        return (
            bool(state.history)
            and dict(entities.facts) == {FactId.MODULE_ALREADY_PAID: "autre_annee"}
            and not entities.courses
            and not entities.place
            and FactId.MODULE_ALREADY_PAID not in self.last_facts_read(state)
        )


def courses_of(programme: Programme, organisation: str) -> tuple[str, ...]:
    """Every course that an organisation runs, or that it took over from another, in the programme's order.

    Initial training is excluded: its parts are run by organisations of their own.
    """
    takeover = programme.organisations[organisation].takeover
    names = {organisation, *([takeover.predecessor] if takeover else ())}
    return tuple(
        dict.fromkeys(
            course
            for row in programme.tables[QuestionId.ORGANISATION].rows
            if names & set(row.then.organisations)
            for course in sorted(dict(row.when).get(FactId.COURSE, frozenset()))
            if course != CourseId.INITIAL_TRAINING
        )
    )


def _courses_run(programme: Programme) -> dict[str, str]:
    """The course of each organisation, by the first row that names it for one course."""
    found: dict[str, str] = {}
    for row in programme.tables[QuestionId.ORGANISATION].rows:
        courses = dict(row.when).get(FactId.COURSE, frozenset())
        for organisation in row.then.organisations:
            if len(courses) == 1 or CourseId.CCP1 in courses:
                course = CourseId.CCP1.value if CourseId.CCP1 in courses else next(iter(courses))
                found.setdefault(organisation, course)
    return found
