"""Organisations that a question compares or chooses among, and those last named or shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from nlu.dialogue.decisions import decision_parts
from nlu.dialogue.frames import Frame, FrameOutline
from nlu.dialogue.history import History, courses_of
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.turn import Turn
from nlu.entities.criteria import CriterionFinder
from nlu.forms import CHOOSING_FORMS, OPEN_FORMS, QuestionForm
from rules.decision import Ask
from rules.ids import CourseId, FactId, QuestionId
from rules.model import Programme

MIN_COMPARED = 2

MAX_RECENT = 2
"""Organisations that "lequel ?" can mean; with more, none in particular was spoken of."""

_POSSIBLE = "possible"
"""The criterion of "je peux", which does not say what is possible."""

COMPARED_BY = frozenset({QuestionId.ORGANISATION, QuestionId.ACTOR})
"""Questions that answer which organisation it is, and what each does."""

_ABOUT_ORGANISATIONS = frozenset(
    {QuestionId.ORGANISATION, QuestionId.ACTOR, QuestionId.CONTACT, QuestionId.ENROLMENT, QuestionId.CONTACT_DETAILS}
)
"""Questions after which a bare "which?" may choose among organisations."""


class OrganisationComparisons:
    """Adds to interpretations the organisations that they compare."""

    def __init__(self, programme: Programme, finder: CriterionFinder, history: History) -> None:
        self._programme = programme
        self._finder = finder
        self._history = history

    def completed(self, interpretation: Interpretation, turn: Turn) -> Interpretation:
        """Turn the interpretation into a comparison of organisations, if it is one. The state keeps the last ones."""
        if turn.state.awaits_confirmation is None:
            compared = self._compared(interpretation, turn)
            if len(compared) >= MIN_COMPARED:
                return self._about(compared, interpretation, turn)
            if self._is_choice(interpretation, turn):
                return self._about(turn.entities.organisations, interpretation, turn)
            if self._finder.asks_who_does_what(turn.text) and not turn.entities.organisations:
                return self._of_each(interpretation)
        interpretation = self._of_the_last(interpretation, turn)
        return replace(
            interpretation, state=interpretation.state.changed(organisations=self._recent(interpretation, turn))
        )

    def _of_the_last(self, interpretation: Interpretation, turn: Turn) -> Interpretation:
        """Ask about the only organisation spoken of last, if none is named ("vous avez un mail ?")."""
        recent, cited = turn.state.organisations, FactId.CITED_ORGANISATION
        if len(recent) != 1 or turn.entities.courses or turn.entities.place:
            return interpretation
        frames = tuple(
            replace(frame, facts={**frame.facts, cited: recent[0]})
            if frame.question == QuestionId.CONTACT_DETAILS and cited not in frame.facts
            else frame
            for frame in interpretation.frames
        )
        return replace(interpretation, frames=frames)

    def _compared(self, interpretation: Interpretation, turn: Turn) -> tuple[str, ...]:
        """The organisations that a turn compares: those named, else the last two."""
        named, recent = turn.entities.organisations, turn.state.organisations
        questions = {frame.question for frame in interpretation.frames}
        is_about = questions <= _ABOUT_ORGANISATIONS
        if len(named) >= MIN_COMPARED:
            joined = self._finder.offers_alternatives(turn.text) or self._finder.asks_who_does_what(turn.text)
            return named if joined or interpretation.form in CHOOSING_FORMS or is_about else ()
        if self._finder.asks_who_does_what(turn.text):
            return recent
        if self._goes_on(turn) and is_about and turn.entities.place and not (named or turn.entities.courses):
            return recent  # "je suis à Cayenne", after "POP School ou La Fabrik ?"
        names_else = turn.entities.courses or named or len(turn.state.shown) >= MIN_COMPARED
        chooses = interpretation.form is QuestionForm.WHICH and not self._finder.find(turn.text)
        return recent if chooses and is_about and not names_else else ()

    @staticmethod
    def _goes_on(turn: Turn) -> bool:
        """Whether the last answer compared organisations."""
        state = turn.state
        last = state.last.question if state.last else None
        return len(state.organisations) >= MIN_COMPARED and state.form == QuestionForm.COMPARE and last in COMPARED_BY

    def _is_choice(self, interpretation: Interpretation, turn: Turn) -> bool:
        """Whether a turn asks for one of the organisations just compared ("à Pau, je peux prendre l'ENSC ?")."""
        named, recent = turn.entities.organisations, turn.state.organisations
        asks = interpretation.form in OPEN_FORMS and "?" in turn.text
        criteria = {mention.criterion for mention in self._finder.find(turn.text)}
        return (
            self._goes_on(turn) and asks and len(named) == 1 and set(named) <= set(recent) and criteria <= {_POSSIBLE}
        )

    def _about(self, compared: tuple[str, ...], interpretation: Interpretation, turn: Turn) -> Interpretation:
        """Ask who runs the course that the organisations share; if they share none, who each of them is."""
        state = interpretation.state
        facts = {fact: value for fact, value in state.facts.items() if fact != FactId.CITED_ORGANISATION}
        course = self._course(compared, turn)
        if course:
            outline = FrameOutline(QuestionId.ORGANISATION.value, course)
            frames: tuple[Frame, ...] = (Frame(outline.question, {**facts, FactId.COURSE.value: course}, state.where),)
        else:
            outline = FrameOutline(QuestionId.ACTOR.value)
            cited = FactId.CITED_ORGANISATION.value
            frames = tuple(Frame(outline.question, {**facts, cited: name}, state.where) for name in compared)
        return replace(
            interpretation,
            intent=outline.question,
            frames=frames,
            alternatives=(),
            is_guess=False,
            organisations=compared,
            form=QuestionForm.COMPARE,
            state=state.after(outline).changed(
                organisations=compared[-MAX_RECENT:] if len(compared) > 1 else turn.state.organisations,
                form=QuestionForm.COMPARE,
                criteria=(),
                awaits=None,
            ),
        )

    def _of_each(self, interpretation: Interpretation) -> Interpretation:
        """Ask which organisation does what, in general."""
        outline = FrameOutline(QuestionId.ACTOR.value)
        state = interpretation.state.after(outline)
        frame = Frame(outline.question, {}, state.where)
        return replace(interpretation, intent=frame.question, frames=(frame,), alternatives=(), state=state)

    def _course(self, compared: Sequence[str], turn: Turn) -> str | None:
        """The course named that one of them runs, else one that all of them run, else None."""
        shared = [
            course
            for course in courses_of(self._programme, compared[0])
            if all(course in courses_of(self._programme, name) for name in compared)
        ]
        for course in turn.entities.courses:
            if any(course in courses_of(self._programme, name) for name in compared):
                return course
        last = self._history.last_course(turn.state)
        wanted = (last, CourseId.CCP1.value, *shared)
        is_run = any(last in courses_of(self._programme, name) for name in compared)
        # "La Fabrik ou La Mêlée ?", of the full title just spoken of
        return next((course for course in wanted if course in shared), last if is_run else None)

    def _recent(self, interpretation: Interpretation, turn: Turn) -> tuple[str, ...]:
        """The organisations last named or shown; one newly named joins the earlier ones."""
        before, named = turn.state.organisations, turn.entities.organisations
        if named:
            return tuple(dict.fromkeys((*(name for name in before if name not in named), *named)))[-MAX_RECENT:]
        shown = self._shown(interpretation, turn.today)
        return before if not shown else shown if len(shown) <= MAX_RECENT else ()

    def _shown(self, interpretation: Interpretation, today: date) -> tuple[str, ...]:
        """The organisations in the answer, and those that later sources put in their place."""
        found: list[str] = []
        for frame in interpretation.frames:
            if frame.question not in _ABOUT_ORGANISATIONS:
                continue
            for part in decision_parts(self._programme, frame, today):
                decision = part.decision
                if not isinstance(decision, Ask):
                    found += [body.id for body in decision.organisations]
                    found += [name for notice in decision.notices for name in notice.row.then.organisations]
        return tuple(dict.fromkeys(name for name in found if name in self._programme.organisations))
