"""Premises: what an utterance takes for granted, and the frames that check it."""

from __future__ import annotations

from dataclasses import replace

from nlu.dialogue.frames import Frame
from nlu.dialogue.history import History
from nlu.dialogue.interpretation import Interpretation, Premise
from nlu.dialogue.turn import Turn
from nlu.entities.criteria import CriterionFinder, PremiseMention
from rules.ids import FactId
from rules.model import Programme


class Premises:
    """Adds to interpretations what their utterance takes for granted."""

    def __init__(self, programme: Programme, finder: CriterionFinder, history: History) -> None:
        self._programme = programme
        self._finder = finder
        self._history = history

    def completed(self, interpretation: Interpretation, turn: Turn) -> Interpretation:
        """The interpretation with the premises of its utterance."""
        if not interpretation.frames:
            return interpretation
        premises = (self._premise(mention, interpretation, turn) for mention in self._finder.premises(turn.text))
        return replace(interpretation, premises=tuple(premise for premise in premises if premise))

    def _premise(self, mention: PremiseMention, interpretation: Interpretation, turn: Turn) -> Premise | None:
        criterion = self._programme.criteria.get(mention.criterion.criterion)
        if criterion is None or not criterion.chooses:
            return None
        named = turn.entities.courses_in(mention.start, mention.end)
        course = next(iter(named), None) or interpretation.frames[0].facts.get(FactId.COURSE)
        course = course or self._history.last_course(turn.state)
        facts = {**interpretation.state.facts, **({FactId.COURSE.value: course} if course else {})}
        return Premise(Frame(criterion.questions[0], facts, interpretation.state.where), mention.criterion)
