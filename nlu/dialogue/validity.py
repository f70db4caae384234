"""Validity: whether an utterance doubts that a course still takes place, when a newer source says it may not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from nlu.dialogue.act import ActRule
from nlu.dialogue.decisions import decision_parts, doubting_notices
from nlu.dialogue.frames import Frame, FrameOutline
from nlu.dialogue.history import History, courses_of
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.turn import Turn
from nlu.entities.cues import Cue, Cues
from rules.decision import Ask
from rules.ids import FactId, QuestionId
from rules.model import Programme

_ASKING = frozenset({ActRule.REQUEST, ActRule.DOUBT})
"""Rules of utterances whose question is answered as well."""

_ANSWERED_TOO = frozenset({QuestionId.ORGANISATION, QuestionId.ACTOR, QuestionId.ENROLMENT})
"""Questions answered together with a doubt: whom to ask first."""


class Validity:
    """Adds to interpretations the doubt that a course still takes place."""

    def __init__(self, programme: Programme, cues: Cues, history: History) -> None:
        self._programme = programme
        self._cues = cues
        self._history = history

    def completed(self, interpretation: Interpretation, turn: Turn) -> Interpretation:
        """Mark the interpretation as a doubt, if it is one. If it asks nothing else, answer who runs the course."""
        is_doubt = interpretation.rule == ActRule.DOUBT
        if not (is_doubt or self._cues.matches(Cue.STILL, turn.text)) or turn.state.awaits_confirmation:
            return interpretation
        interpretation = self._of_its_own_places(interpretation, turn)
        course = self._history.course_meant(turn)
        if course is None or not self._may_have_ended(course, interpretation, turn.today):
            return interpretation
        asks_more = interpretation.rule in _ASKING and interpretation.frames
        if is_doubt or (asks_more and {frame.question for frame in interpretation.frames} <= _ANSWERED_TOO):
            return replace(interpretation, is_doubted=True)
        outline = FrameOutline(QuestionId.ORGANISATION.value, course)
        state = interpretation.state.after(outline)
        frame = self._named(turn.entities.organisations, state.complete(outline), turn)
        return replace(
            interpretation,
            intent=frame.question,
            frames=(frame,),
            alternatives=(),
            is_guess=False,
            is_doubted=True,
            state=state,
        )

    def _of_its_own_places(self, interpretation: Interpretation, turn: Turn) -> Interpretation:
        """Ask about an organisation's own places, if it runs the course only elsewhere."""
        named = turn.entities.organisations
        if len(named) != 1 or turn.entities.place or interpretation.moved_from or interpretation.organisations:
            return interpretation
        frames = tuple(self._named(named, frame, turn) for frame in interpretation.frames)
        if frames == interpretation.frames:
            return interpretation
        return replace(interpretation, frames=frames, intent=frames[0].question)

    def _named(self, named: Collection[str], frame: Frame, turn: Turn) -> Frame:
        """Ask what the named organisation does, if it runs the course only in other places."""
        course, place = frame.facts.get(FactId.COURSE), frame.place
        if frame.question != QuestionId.ORGANISATION or len(named) != 1 or place is None or turn.entities.place:
            return frame
        (organisation,) = named
        if course not in courses_of(self._programme, organisation):
            return frame
        decisions = [part.decision for part in decision_parts(self._programme, frame, turn.today)]
        there = {body.id for each in decisions if not isinstance(each, Ask) for body in each.organisations}
        if organisation in there:
            return frame
        return replace(
            frame, question=QuestionId.ACTOR.value, facts={**frame.facts, FactId.CITED_ORGANISATION: organisation}
        )

    def _may_have_ended(self, course: str, interpretation: Interpretation, today: date) -> bool:
        frame = interpretation.state.complete(FrameOutline(QuestionId.ORGANISATION.value, course))
        return bool(doubting_notices(self._programme, frame, today))
