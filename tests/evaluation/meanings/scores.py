"""How much was understood of logged turns: the share of each field that is right, in all and by parts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nlu.meaning import NO_TOPIC
from nlu.training_data.meanings import Meaning
from tests.evaluation.meanings.replay import MeasuredTurn

MOST_CONFUSIONS: Final = 15

_Test = Callable[[MeasuredTurn], bool]


def asks(meaning: Meaning) -> bool:
    """Whether a message asks something."""
    return meaning.topic != NO_TOPIC


def _asks(turn: MeasuredTurn) -> bool:
    return asks(turn.meaning)


def _always(_turn: MeasuredTurn) -> bool:
    return True


def _topic(turn: MeasuredTurn) -> bool:
    return turn.understood.has_topic(turn.meaning)


def _course(turn: MeasuredTurn) -> bool:
    return turn.understood.course == turn.meaning.course


@dataclass(frozen=True)
class MeasuredField:
    """A field of a meaning: of which turns it counts, and when it is right."""

    counts: _Test
    is_right: _Test


FIELDS: Final[Mapping[str, MeasuredField]] = {
    "topic": MeasuredField(_asks, _topic),
    "course": MeasuredField(_asks, _course),
    "topic_course": MeasuredField(_asks, lambda turn: _topic(turn) and _course(turn)),
    "act": MeasuredField(_always, lambda turn: turn.understood.act == turn.meaning.act),
    "form": MeasuredField(_always, lambda turn: turn.understood.form == turn.meaning.form),
    "who": MeasuredField(_always, lambda turn: turn.understood.who == turn.meaning.who),
    "link": MeasuredField(_always, lambda turn: turn.understood.link == turn.meaning.link),
    "claim": MeasuredField(
        lambda turn: turn.meaning.claim is not None,
        lambda turn: turn.meaning.claim is not None and turn.understood.attribute == turn.meaning.claim.attribute,
    ),
}
"""The fields, in the order in which they are told. Topic and course count where something is asked."""


@dataclass(frozen=True)
class Scores:
    """Of some turns, how many there are and the share of each field that is right, in percent; None of nothing."""

    turns: int
    shares: Mapping[str, float | None]

    @classmethod
    def of(cls, turns: Sequence[MeasuredTurn]) -> Scores:
        """The scores of these turns."""
        return cls(len(turns), {name: _share(turns, field) for name, field in FIELDS.items()})


def _share(turns: Iterable[MeasuredTurn], field: MeasuredField) -> float | None:
    right = [field.is_right(turn) for turn in turns if field.counts(turn)]
    return round(100 * sum(right) / len(right), 1) if right else None


def by_part(turns: Sequence[MeasuredTurn], part: Callable[[MeasuredTurn], str]) -> dict[str, Scores]:
    """The scores of each part of the turns, by its name."""
    parts: defaultdict[str, list[MeasuredTurn]] = defaultdict(list)
    for turn in turns:
        parts[part(turn)].append(turn)
    return {name: Scores.of(found) for name, found in sorted(parts.items())}


def place_in_conversation(turn: MeasuredTurn) -> str:
    """Whether a turn opens its conversation."""
    return "premier" if turn.logged.turn == 1 else "suivants"


def confusions(turns: Sequence[MeasuredTurn]) -> list[tuple[str, str, int]]:
    """The topics most often taken for others: the one meant, the one understood, and how often."""
    wrong = (turn for turn in turns if _asks(turn) and not _topic(turn))
    counted = Counter((turn.meaning.topic, turn.understood.topics[0]) for turn in wrong)
    return [(right, found, count) for (right, found), count in counted.most_common(MOST_CONFUSIONS)]
