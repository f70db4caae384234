"""How often two who label the same messages agree: `python -m tests.evaluation.meanings.agreement`.

The first is the writer of each message; the second saw the log alone (`second`, a file for each hand).
No reading can be right more often than they agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
from rich.console import Console
from rich.table import Table

from nlu.training_data.meanings import MEANINGS, LoggedTurn, Meaning, read_turns
from tests.evaluation.meanings.__main__ import APART, LINE_CHARACTERS
from tests.evaluation.meanings.scores import asks

SECOND: Final = Path(__file__).parent / "second"

_FIELDS: Final = ("topic", "course", "act", "form", "who", "link", "operation")

MOST: Final = 4
"""Labels taken for each other that are shown of a field."""


class SecondLabels(msgspec.Struct, frozen=True):
    """What somebody else says that a logged message means."""

    writer: str
    conversation: int
    turn: int
    meaning: dict[str, Any]


def pairs() -> Iterator[tuple[Meaning, dict[str, Any]]]:
    """What each message means, by its writer and by the second hand."""
    turns = {_place(turn): turn for folder in (MEANINGS, APART) for turn in read_turns(folder)}
    for file in sorted(SECOND.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            second = msgspec.json.decode(line, type=SecondLabels)
            if meaning := turns[_place(second)].meaning:
                yield meaning, second.meaning


def _place(turn: LoggedTurn | SecondLabels) -> tuple[str, int, int]:
    return turn.writer, turn.conversation, turn.turn


def main() -> None:
    """Print the agreement of each field, and what is most often taken for what."""
    labelled = list(pairs())
    table = Table("champ", "messages", "d’accord", "le plus souvent confondus", title="deux mains")
    for field in _FIELDS:
        both = [
            (str(getattr(first, field)), str(second.get(field)))
            for first, second in labelled
            if getattr(first, field) is not None and (asks(first) or field not in ("topic", "course"))
        ]
        apart = Counter(" / ".join(sorted(pair)) for pair in both if len({*pair}) > 1)
        confused = ", ".join(f"{labels} {count}" for labels, count in apart.most_common(MOST))
        share = 100 * (1 - sum(apart.values()) / len(both))
        table.add_row(field, str(len(both)), f"{share:.1f}", confused)
    Console(width=LINE_CHARACTERS).print(table)


if __name__ == "__main__":
    main()
