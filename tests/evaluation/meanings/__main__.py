"""`python -m tests.evaluation.meanings [FILE]`: what is understood of logged turns; the last line is a JSON object.

Without a file: the turns of the writers that nothing here learns from.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.process.logs import configure
from bot.process.settings import load_settings
from bot.rasa_adapter.training import trained_model
from nlu.training_data.meanings import read_turns
from rules.errors import ProgrammeError
from tests.evaluation.meanings.replay import MeasuredTurn, understood_turns
from tests.evaluation.meanings.scores import FIELDS, Scores, by_part, confusions, place_in_conversation

APART: Final = Path(__file__).parent / "apart"

LINE_CHARACTERS: Final = 120
"""Of the tables, also where no terminal is."""

LEAST_TURNS: Final = 10
"""Of a topic that is shown by itself."""


def main() -> None:
    """Measure, and print what was measured."""
    configure()
    path = Path(sys.argv[1]) if sys.argv[1:] and sys.argv[1] else APART
    try:
        turns = read_turns(path)
    except (OSError, ProgrammeError) as error:
        sys.exit(f"{path} ne se lit pas.\n{error}")
    model = trained_model(load_settings().models)
    if model is None:
        sys.exit("Aucun modèle à jour (« make train »).")
    began = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Lecture des tours…", total=len(turns))
        measured = understood_turns(model, turns, lambda done: progress.advance(task, done))
    _print(measured)
    print(f"{len(measured)} tours en {time.monotonic() - began:.0f} s")
    print(json.dumps(_figures(measured), ensure_ascii=False))


def _print(turns: list[MeasuredTurn]) -> None:
    console = Console(width=LINE_CHARACTERS)
    read = [turn.as_read for turn in turns]
    console.print(_table("ensemble", {"compris": Scores.of(turns), "lu": Scores.of(read)}))
    console.print(_table("auteur", by_part(turns, lambda turn: turn.logged.writer)))
    console.print(_table("auteur, lu", by_part(read, lambda turn: turn.logged.writer)))
    console.print(_table("place dans la conversation", by_part(turns, place_in_conversation)))
    console.print(_table("langue", by_part(turns, lambda turn: turn.understood.language)))
    topics = by_part(turns, lambda turn: turn.meaning.topic)
    by_share = sorted(topics.items(), key=lambda item: item[1].shares["topic"] or 0)
    console.print(_table("sujet", {name: scores for name, scores in by_share if scores.turns >= LEAST_TURNS}))
    wrong = Table("voulu", "compris", "fois", title="confusions les plus fréquentes")
    for right, found, count in confusions(turns):
        wrong.add_row(right, found, str(count))
    console.print(wrong)


def _table(title: str, parts: Mapping[str, Scores]) -> Table:
    table = Table("", "tours", *FIELDS, title=title)
    for name, scores in parts.items():
        shares = ("–" if share is None else f"{share:.1f}" for share in scores.shares.values())
        table.add_row(name, str(scores.turns), *shares)
    return table


def _figures(turns: list[MeasuredTurn]) -> dict[str, Any]:
    scores = Scores.of(turns)
    writers = by_part(turns, lambda turn: turn.logged.writer)
    return {
        "turns": scores.turns,
        **scores.shares,
        "read": Scores.of([turn.as_read for turn in turns]).shares,
        "writers": {name: {"turns": part.turns, **part.shares} for name, part in writers.items()},
    }


if __name__ == "__main__":
    main()
