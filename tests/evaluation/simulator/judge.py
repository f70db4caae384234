"""The judge: whether a reply serves a goal, by what the rules decide on the facts stated so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.messages import Reply
from nlu.dialogue.state import DialogueState, ReplyForm
from nlu.intents import FALLBACK
from rules.decision import Ask
from rules.ids import FactId, StrEnum
from tests.evaluation.simulator.goals import Goal, GoalSource
from tests.evaluation.simulator.phrases import Holder

ENTRY, FIRST_YEAR = "entree", "premiere_annee"
"""The month in which a user says to have come tells both; goals know of the year alone."""

MAX_LINKS = 5
"""Links that a reply shows."""


class Verdict(StrEnum):
    """What a reply is to a goal."""

    SERVED = "sert"
    WRONG = "faux"
    ASKS = "demande"
    OTHER_HOLDER = "autre personne"
    MISSED = "à côté"
    UNCLEAR = "pas compris"
    NOT_JUDGED = ""


@dataclass(frozen=True)
class Judgement:
    """A verdict; `right` is the wording of the right decision, or the fact to ask for; `needless`: the reply asks for a
    fact that was stated or changes nothing.
    """

    verdict: Verdict
    right: str
    needless: bool = False


class Judge:
    """Compares replies with decisions."""

    def __init__(self, source: GoalSource) -> None:
        self._source = source

    def judge(self, goal: Goal, stated: Mapping[str, str], reply: Reply, state: DialogueState) -> Judgement:
        """The judgement on a reply; `stated`: facts of the holder of the goal, with the course once it is named."""
        if ENTRY in stated and FIRST_YEAR in state.facts:
            stated = {**stated, FIRST_YEAR: state.facts[FIRST_YEAR]}
        right = self._source.decision(goal, stated)
        asked = reply.awaits.fact if reply.awaits and reply.awaits.is_last else None
        if isinstance(right, Ask):
            verdict = Verdict.ASKS if asked else self._other(reply, goal)
            return Judgement(
                verdict, f"? {right.fact}", needless=bool(asked) and asked != right.fact and asked in stated
            )
        needless = asked is not None and not self._source.is_decisive(goal, stated, asked)
        if reply.outcome == "ask" or (asked and reply.outcome is None):
            return Judgement(Verdict.ASKS, right.wording, needless)
        if reply.outcome != right.wording and not self._is_second_part(goal, right.wording, reply, state):
            return Judgement(self._other(reply, goal), right.wording, needless)
        links = {link.url for _, link in right.links[:MAX_LINKS]}
        if not links <= {link.url for link in reply.all_links} or not self._is_place(goal, stated, state):
            return Judgement(Verdict.WRONG, right.wording, needless)
        if state.about_other is not (goal.holder is Holder.OTHER):
            return Judgement(Verdict.OTHER_HOLDER, right.wording, needless)
        return Judgement(Verdict.SERVED, right.wording, needless)

    @staticmethod
    def _other(reply: Reply, goal: Goal) -> Verdict:
        """What a reply is that does not carry the right decision."""
        if reply.sent and reply.sent.form in (ReplyForm.CHECK, ReplyForm.PERSON):
            return Verdict.MISSED
        if reply.question == goal.question and reply.outcome not in (None, "ask"):
            return Verdict.WRONG
        return Verdict.UNCLEAR if reply.question == FALLBACK else Verdict.MISSED

    def _is_second_part(self, goal: Goal, wording: str, reply: Reply, state: DialogueState) -> bool:
        """Whether a reply to several questions answers the goal's after another one, which it is named by."""
        history = state.history
        if len(history) < 2 or history[0].question != goal.question or reply.question != history[1].question:
            return False
        facts = {**state.complete(history[0]).facts}
        if state.place and len(state.place.codes) == 1:
            facts[FactId.PLACE.value] = state.place.codes[0]
        decision = self._source.decision(goal, facts)
        return not isinstance(decision, Ask) and decision.wording == wording

    def _is_place(self, goal: Goal, stated: Mapping[str, str], state: DialogueState) -> bool:
        code = stated.get(FactId.PLACE)
        return (
            code is None
            or not self._source.depends(goal, stated, FactId.PLACE)
            or (state.place is not None and state.place.codes == (code,))
        )
