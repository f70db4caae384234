"""The fit of the choice finds what tells right acts from wrong ones, and finds the same again."""
# Goes with the mechanism: replaced by the reader (issue 31, 32).

from __future__ import annotations

from datetime import date

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.choice import CandidateAct
from nlu.dialogue.proposals import Act, ActKind
from nlu.dialogue.references import Reference
from nlu.dialogue.state import DialogueState
from nlu.dialogue.turn import Turn, Utterance
from nlu.entities.clauses import Clause
from nlu.entities.model import Entities
from tests.evaluation.choice.conversations import AnnotatedTurn, ChosenTurn
from tests.evaluation.choice.fit import fitted
from tests.evaluation.choice.measure import EVERY, figures, likeliest

_NOBODY = Turn.of(
    Utterance(ClassifiedClause(Clause("", 0, False), ()), (), Entities(), Reference.NONE, "fr"),
    DialogueState(),
    date(2026, 11, 27),
)


def chosen_turn(number: int, *, doubts: bool) -> ChosenTurn:
    """A turn that is a doubt where it is heard as one, else a request; the doubt comes first in order."""
    doubting = 1.0 if doubts else 0.1
    candidates = tuple(
        CandidateAct(
            Act(kind, _NOBODY),
            {("interpretation", kind.value): 1.0, (kind.value, "heard as doubting"): doubting},
            probability=0.5,
        )
        for kind in (ActKind.DOUBT, ActKind.REQUEST)
    )
    annotated = AnnotatedTurn("", ActKind.DOUBT if doubts else ActKind.REQUEST)
    return ChosenTurn(number, annotated, candidates, frozenset({0 if doubts else 1}))


TURNS = [chosen_turn(number, doubts=number % 3 == 0) for number in range(30)]


def test_fit_chooses_what_is_annotated_and_is_the_same_again() -> None:
    weights = fitted(TURNS).choice.weights
    assert all(likeliest(turn, weights) in turn.right for turn in TURNS)
    assert fitted(TURNS) == fitted(TURNS)
    every, *_ = figures(TURNS, weights)
    assert (every.kind, every.ordered.right, every.chosen.right, every.chosen.total) == (EVERY, 10, 30, 30)
