"""What annotators say that messages ask, cell by cell: JSON, a turn a line (`nlu/annotated/cellules`)."""

from __future__ import annotations

from pathlib import Path

import msgspec

from rules.errors import Finding, ProgrammeError
from rules.model import Place

CELLS = Path(__file__).parents[1] / "annotated" / "cellules"

TurnKey = tuple[str, int, int]
"""The writer, the number of the conversation, that of the turn."""


class AskedCells(msgspec.Struct, frozen=True):
    """What a turn asks, as one annotator says.

    Attributes:
        writer: who wrote the message; with the next two, a turn of `nlu/annotated/meanings` or of writers kept apart.
        conversation: its number among those of the writer.
        turn: its number in the conversation.
        cells: the element and the attribute of each question, in order.
        special: what is asked that no cell answers; None where a cell is all.
        verdict: what the programme makes of a yes-or-no question; not every file has it.
        holder: for whom it is asked; not every file has it.
        facts: what the answer must use of what was said before; not every file has it.
    """

    writer: str
    conversation: int
    turn: int
    cells: tuple[tuple[str, str], ...]
    special: str | None = None
    verdict: str | None = None
    holder: str = ""
    facts: tuple[str, ...] = ()

    @property
    def key(self) -> TurnKey:
        """The turn."""
        return self.writer, self.conversation, self.turn


def read_cells(path: Path = CELLS) -> list[AskedCells]:
    """The turns of a file, in its order; those of a folder, file by file.

    Raises:
        ProgrammeError: a line is none; every such line is told.
    """
    findings: list[Finding] = []
    found = []
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                found.append(msgspec.json.decode(line, type=AskedCells))
            except msgspec.DecodeError as error:
                remedy = "écrire un tour par ligne, comme le dit nlu/annotated/cellules/README.md"
                findings.append(Finding(Place(file, number), f"ce n’est pas un tour : {error}", remedy))
    if findings:
        raise ProgrammeError(findings)
    return found
