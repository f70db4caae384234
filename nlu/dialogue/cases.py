"""Cases: two persons whose facts differ, both asked about ("lui depuis 2022, moi depuis mars 2025")."""

from __future__ import annotations

from dataclasses import replace

from nlu.dialogue.focus import asked_last
from nlu.dialogue.frames import Frame, FrameOutline
from nlu.dialogue.history import History
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import AwaitedFact
from nlu.dialogue.turn import Turn
from nlu.entities.cues import Cue, Cues
from rules.ids import FactId
from rules.model import Programme


class Cases:
    """Answers a question for each of several persons asked about at once."""

    def __init__(self, programme: Programme, cues: Cues, history: History) -> None:
        self._programme = programme
        self._cues = cues
        self._history = history
        self._of_question = frozenset(fact.id for fact in programme.facts.values() if fact.of_question)

    def completed(self, interpretation: Interpretation, turn: Turn) -> Interpretation:
        """Add a frame for each person, or each value, if the question depends on how they differ."""
        if not interpretation.frames or interpretation.claim:
            return interpretation
        *earlier, frame = interpretation.frames
        if earlier and not self._tells_of_two(turn):
            return interpretation  # else the earlier parts describe the two
        table = self._programme.tables.get(frame.question)
        if table and table.for_several:
            frame = replace(frame, question=table.for_several)
        is_each = self._cues.matches(Cue.EACH, turn.text)
        is_of_both = is_each or self._asks_of_both(turn)
        if is_each and not self._cues.matches(Cue.SELF, turn.text) and (others := self._of_each(interpretation, turn)):
            return others
        if is_of_both and (persons := self._by_person(frame, interpretation)):
            outline = FrameOutline(frame.question, frame.facts.get(FactId.COURSE))
            state = (
                interpretation.state if frame.question == interpretation.intent else interpretation.state.after(outline)
            )
            return replace(interpretation, intent=frame.question, frames=persons, state=state)
        if earlier:
            return interpretation
        reads = self._history.facts_read(interpretation.frames[0].question)
        if not is_each:
            return interpretation
        differing = next(((fact, values) for fact, values in turn.entities.differing.items() if fact in reads), None)
        if differing is None:
            return interpretation
        first = interpretation.frames[0].without(turn.entities.differing)
        return replace(interpretation, frames=first.in_each_case(*differing), asked=AwaitedFact(*differing))

    def _of_each(self, interpretation: Interpretation, turn: Turn) -> Interpretation | None:
        """The question for each other person of a turn, if a fact that it reads differs between them; else None."""
        cases, reads = turn.entities.cases, self._history.facts_read(interpretation.frames[-1].question)
        apart = next(
            (fact for fact in reads if len({case.get(fact) for case in cases} - {None}) == len(cases) > 1), None
        )
        if apart is None:
            return None
        first = interpretation.frames[-1].without({fact for case in cases for fact in case} - {FactId.COURSE})
        frames = tuple(replace(first, facts={**first.facts, **case}) for case in cases)
        asked = AwaitedFact(apart, tuple(case[apart] for case in cases))
        return replace(interpretation, frames=frames, asked=asked)

    def _asks_of_both(self, turn: Turn) -> bool:
        """Whether a turn asks about two persons at once.

        It describes both and asks about neither ("combien de modules sont payés ?"), or names both by pronouns when
        facts
        of the other are known ("elle oui et moi non ?").
        """
        asks_of_self, asks_of_other = (self._cues.matches(cue, turn.text) for cue in (Cue.SELF, Cue.THIRD_PERSON))
        if asks_of_self and asks_of_other and (turn.state.beside_facts or turn.entities.others_facts):
            return True
        return (
            self._tells_of_two(turn)
            and not turn.about_other
            and not self._cues.matches(Cue.FIRST_PERSON, asked_last(turn.text))
        )

    @staticmethod
    def _tells_of_two(turn: Turn) -> bool:
        """Whether a turn states different facts of the adviser and of another person."""
        own, others = turn.entities.facts, turn.entities.others_facts
        return any(own[fact] != value for fact, value in others.items() if fact in own)

    def _by_person(self, frame: Frame, interpretation: Interpretation) -> tuple[Frame, ...]:
        """The question for the adviser, then for the other person, each with their facts; empty if these agree."""
        state = interpretation.state
        own, others = (
            {fact: value for fact, value in facts.items() if fact not in self._of_question}
            for facts in (state.facts, state.beside_facts)
        )
        if state.about_other:
            own, others = others, own
        reads = self._history.facts_read(frame.question)
        if not any(fact in others and own[fact] != others[fact] for fact in own if fact in reads):
            return ()
        shared = frame.without({*own, *others})
        return tuple(
            replace(shared, facts={**shared.facts, **facts}, of_other=of_other)
            for facts, of_other in ((own, False), (others, True))
        )
