"""What the runs of this folder counted, as a table: how many updates were answered, twice, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field

from tests.bot.server import ROOT

PATH = ROOT / "var" / "telegram" / "report.md"
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


@dataclass
class Report:
    """The rows of a run."""

    rows: list[Row] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Keep a row.

        Raises:
            AssertionError: it breaks the promise.
        """
        self.rows.append(row)
        assert row.promise_kept, row

    def lines(self) -> list[str]:
        """The table, in Markdown that reads well on a terminal."""
        total = Row("all", *(sum(column) for column in zip(*(astuple(row)[1:] for row in self.rows), strict=True)))
        cells = [HEADINGS, *([str(cell) for cell in astuple(row)] for row in (*self.rows, total))]
        widths = [max(len(row[column]) for row in cells) for column in range(len(HEADINGS))]
        aligned = [_line(row, widths) for row in cells]
        ruler = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
        return [aligned[0], _line(ruler, widths), *aligned[1:]]

    def write(self) -> None:
        """Write it to :data:`PATH`."""
        PATH.parent.mkdir(parents=True, exist_ok=True)
        PATH.write_text("# Telegram: what was counted\n\n" + "\n".join(self.lines()) + "\n")


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first = cells[0].ljust(widths[0])
    others = [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
    return f"| {' | '.join([first, *others])} |"


REPORT = Report()
