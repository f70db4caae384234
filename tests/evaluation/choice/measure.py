"""How often the annotated act is chosen, by the fitted weights and by the order of the interpretations alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.assistant.service import Assistant
from nlu.dialogue.choice import FittedChoice, Weights, probabilities, ranking
from nlu.training_data.annotated import read_annotated
from tests.evaluation.choice.conversations import APART, AnnotatedConversation, ChosenTurn, held, read_conversations
from tests.evaluation.choice.hands import LeftOutHeads
from tests.evaluation.metrics import Rate

EVERY = "tous"


@dataclass(frozen=True)
class ChoiceFigures:
    """Turns of one kind of act: how many get it by the order of the interpretations, and how many by the choice."""

    kind: str
    ordered: Rate
    chosen: Rate


def measure(assistant: Assistant, tell: Callable[[str], None]) -> list[ChoiceFigures]:
    """Measure on the conversations kept apart.

    Raises:
        ProgrammeError: a file does not have its form.
    """
    return figures(turns_held(assistant, read_conversations(APART), tell), FittedChoice.load().weights)


def turns_held(
    assistant: Assistant, conversations: Sequence[AnnotatedConversation], tell: Callable[[str], None]
) -> list[ChosenTurn]:
    """The turns of conversations, annotated messages as heads hear them that did not learn from their hand."""
    tell(f"Choix d’une lecture, sur {len(conversations)} conversations annotées…")
    hands = {conversation.main for conversation in conversations if conversation.main}
    heads = LeftOutHeads(read_annotated(), hands) if hands else None
    return held(assistant, conversations, heads.acts if heads else None)


def figures(turns: Sequence[ChosenTurn], weights: Weights) -> list[ChoiceFigures]:
    """The figures of turns, all of them and each kind of act."""
    by_kind: dict[str, list[ChosenTurn]] = defaultdict(list)
    for turn in turns:
        by_kind[turn.turn.acte].append(turn)
    groups = {EVERY: list(turns), **dict(sorted(by_kind.items()))}
    return [
        ChoiceFigures(
            kind,
            Rate.of(sum(first_sure(turn) in turn.right for turn in group), len(group)),
            Rate.of(sum(likeliest(turn, weights) in turn.right for turn in group), len(group)),
        )
        for kind, group in groups.items()
    ]


def first_sure(turn: ChosenTurn) -> int:
    """The place of the first candidate whose words or intent say so: what the order alone decides."""
    sure = (place for place, candidate in enumerate(turn.candidates) if candidate.act.is_sure)
    return next(sure, 0)


def likeliest(turn: ChosenTurn, weights: Weights) -> int:
    """The place of the candidate that is chosen."""
    shares = probabilities([candidate.features for candidate in turn.candidates], weights)
    return ranking([candidate.act for candidate in turn.candidates], shares)[0]


def lines(measured: Sequence[ChoiceFigures]) -> Iterator[tuple[str, Rate, Rate]]:
    """The figures with their names, as a maintainer reads them."""
    for each in measured:
        yield each.kind, each.ordered, each.chosen
