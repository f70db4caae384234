"""Changes: whether an utterance asks if the answer is the same elsewhere, or for all places that it names."""

from __future__ import annotations

from dataclasses import replace

from nlu.dialogue.frames import Frame, FrameOutline, by_question
from nlu.dialogue.history import History
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.turn import Turn
from nlu.entities.cues import Cue, Cues
from nlu.entities.model import StatedPlace
from nlu.forms import QuestionForm
from nlu.intents import GOODBYE, SMALL_TALK
from rules.ids import FactId, QuestionId
from rules.model import Programme


class Changes:
    """Adds to interpretations the question to compare with."""

    def __init__(self, programme: Programme, cues: Cues, history: History) -> None:
        self._programme = programme
        self._cues = cues
        self._history = history

    def completed(self, interpretation: Interpretation, turn: Turn) -> Interpretation:
        """Compare the interpretation with the last question, if the utterance asks for it.

        "C'est pareil à Pau ?" compares with the last answer. "Le même organisme à Dax et à Périgueux ?" compares its
        own
        places. For a move from one place to another, the answer is who runs each course.
        """
        carries_on = self._cues.matches(Cue.CARRY_ON, turn.text)
        if left := self._left(interpretation, turn, carries_on=carries_on):
            carries_on = carries_on or self._cues.matches(Cue.BEGUN, turn.text)
            return replace(self._moved(interpretation, turn, left), carries_on=carries_on)
        if carries_on and (turn.entities.organisations or turn.state.last):
            interpretation = self._carried_on(interpretation, turn)
        asks = self._cues.matches(Cue.CHANGE, turn.text) or self._cues.matches(Cue.COMPARISON, turn.text)
        if not asks or len(interpretation.frames) != 1:
            return interpretation
        last, (frame,) = turn.state.last, interpretation.frames
        place = turn.entities.place
        if place and len(place.codes) > 1 and not place.ambiguous and frame.place == place:
            return replace(interpretation, compares_places=True)
        before = turn.state.where
        is_of_several = before is not None and len(before.codes) > 1
        is_same = last is not None and frame.question == last.question and not is_of_several
        if not last or not is_same:
            return interpretation
        versus = turn.state.complete(last)
        if frame.place != versus.place and frame.facts.get(FactId.COURSE) != versus.facts.get(FactId.COURSE):
            versus = replace(frame, place=versus.place)  # "and for the title, my colleague in Pau, is it the same?"
        return replace(interpretation, versus=versus)

    def _carried_on(self, interpretation: Interpretation, turn: Turn) -> Interpretation:
        """Mark the interpretation as asking if a course begun elsewhere is finished here; add who runs it here."""
        interpretation = replace(interpretation, carries_on=True)
        asked = {frame.question for frame in interpretation.frames}
        if QuestionId.ORGANISATION in asked or len(asked) > 1:
            return interpretation
        course = self._history.course_meant(turn)
        outline = FrameOutline(QuestionId.ORGANISATION.value, course)
        state = interpretation.state.after(outline)
        frame = state.complete(outline)
        return replace(
            interpretation, intent=frame.question, frames=(frame,), alternatives=(), is_guess=False, state=state
        )

    def _left(self, interpretation: Interpretation, turn: Turn, *, carries_on: bool) -> StatedPlace | None:
        """The place left for another, if the turn asks what the move changes; else None."""
        entities = turn.entities
        before = entities.left_place or turn.state.where
        if not (entities.place and before) or set(entities.place.codes) & set(before.codes):
            return None
        if len(entities.place.codes) > 1 or len(before.codes) > 1 or interpretation.intent in SMALL_TALK | {GOODBYE}:
            return None
        questions = {frame.question for frame in interpretation.frames}
        is_of_its_own = len(by_question(interpretation.frames)) > 1 or any(
            FactId.PLACE in self._programme.tables[question].reads
            for question in questions - (_OF_A_MOVE if entities.left_place else {QuestionId.ORGANISATION})
        )
        if is_of_its_own:
            return None  # "quel hub à Pau ?" is a question of its own
        compares = interpretation.form is QuestionForm.COMPARE and entities.left_place is not None
        return before if compares or carries_on or self._cues.matches(Cue.CHANGE, turn.text) else None

    def _moved(self, interpretation: Interpretation, turn: Turn, left: StatedPlace) -> Interpretation:
        """Who runs each course named, or else every course, in the new place and the old."""
        state, place = interpretation.state, turn.entities.place
        each = dict(self._programme.tables[QuestionId.ORGANISATION].each).get(FactId.COURSE, ())
        last = self._history.last_course(turn.state)
        named = turn.entities.courses or ((last,) if last and last not in each else ())
        # The course spoken of last comes first.
        courses = named or tuple(sorted(each, key=lambda course: course != last))
        outlines = [FrameOutline(QuestionId.ORGANISATION.value, course) for course in named or (last,)]
        facts = {fact: value for fact, value in state.facts.items() if fact not in (FactId.COURSE, _CITED)}
        frames = tuple(
            Frame(QuestionId.ORGANISATION.value, {**facts, FactId.COURSE.value: course}, place) for course in courses
        )
        return replace(
            interpretation,
            intent=QuestionId.ORGANISATION.value,
            frames=frames,
            alternatives=(),
            is_guess=False,
            moved_from=left,
            state=state.after(*outlines).changed(awaits=None),
        )


_CITED = FactId.CITED_ORGANISATION

_OF_A_MOVE = frozenset({QuestionId.ORGANISATION, QuestionId.ENROLMENT})
"""Questions that a move from one place to another may ask."""
