"""What the runs of this folder counted, as a table: how many updates were answered, twice, or not at all.

Light to import: with several processes, the one that shows it has run no test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from tests.support.server import ROOT

PATH = ROOT / "var" / "telegram" / "report.md"
TITLE = "Telegram, counted"
HEADINGS = ("scenario", "updates", "answered", "twice", "of these allowed", "lost", "out of order", "unreachable")


@dataclass(frozen=True)
class Row:
    """What came of the updates of one scenario.

    Args:
        answered: with what was asked for; an apology is no answer.
        twice: messages of ours more than there should be.
        allowed: those of them that Telegram had taken before a process died, or a connection broke, unknown to us.
        lost: neither answered nor unreachable.
        out_of_order: answered before an earlier message of the same chat.
        unreachable: Telegram refuses for good to bring an answer.
    """

    scenario: str
    updates: int
    answered: int
    twice: int = 0
    allowed: int = 0
    lost: int = 0
    out_of_order: int = 0
    unreachable: int = 0

    @property
    def promise_kept(self) -> bool:
        """Never silence, never two answers but for the one exception, and the order of each chat."""
        return not self.lost and not self.out_of_order and self.twice == self.allowed


def report(counted: Sequence[dict[str, Any]]) -> str:
    """The table, in Markdown; each of those counted is a :class:`Row` in plain types."""
    rows = [Row(**row) for row in counted]
    total = Row("all", *(sum(column) for column in zip(*(astuple(row)[1:] for row in rows), strict=True)))
    lines = [HEADINGS, ["---"] * len(HEADINGS), *map(astuple, (*rows, total))]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)
