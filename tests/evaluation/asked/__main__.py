"""`python -m tests.evaluation.asked`: whether replies say the asked thing first; the last line is a JSON object.

Of logged turns for which two people noted, cell by cell, what is asked. Half of them are of writers from whom nothing
learns. A cell counts as asked where one of the two says so.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.answers.texts import load_answer_texts
from bot.messages import Reply
from bot.process.logs import configure
from bot.process.settings import load_settings
from bot.rasa_adapter.training import trained_model
from nlu.training_data.cells import AskedCells, TurnKey, read_cells
from nlu.training_data.meanings import MEANINGS, LoggedTurn, conversations, read_turns
from rules.loading import load_programme
from rules.model import Programme
from tests.evaluation.meanings.__main__ import APART, LINE_CHARACTERS
from tests.evaluation.meanings.replay import MeasuredTurn, understood_turns

HERE: Final = Path(__file__).parent
MISSES: Final = Path("var/asked/manques.txt")
HALVES: Final = ("apart", "learnt")

_VERDICTS: Final = ("oui", "non", "en_partie", "si", "vrai", "faux", "selon", "inconnu")
_MEANT: Final = {"si": "oui", "vrai": "oui", "faux": "non", "selon": "depend"}

_Cell = tuple[str, str]


@dataclass(frozen=True)
class AskedTurn:
    """A turn with what it asks, by two people, and the reply to it.

    Attributes:
        measured: the turn, as it was understood and answered.
        noted: what each of the two says.
        half: whether it is of a writer kept apart.
        before_fold: the cells that the reply says, first one first.
        all_said: those behind a fold too.
        verdict: the verdict that the reply begins with; None without one.
        words: of the reply before the fold.
    """

    measured: MeasuredTurn
    noted: tuple[AskedCells, ...]
    half: str
    before_fold: tuple[_Cell, ...]
    all_said: tuple[_Cell, ...]
    verdict: str | None
    words: int

    @property
    def says_first(self) -> bool:
        """Whether it begins with the first asked cell."""
        return any(noted.cells[:1] == self.before_fold[:1] for noted in self.noted if noted.cells)

    @property
    def says_all(self) -> bool:
        """Whether it says each asked cell."""
        return any(set(noted.cells) <= set(self.all_said) for noted in self.noted if noted.cells)

    @property
    def says_little_else(self) -> bool:
        """Whether it says at most one cell besides, before the fold."""
        return any(len(set(self.before_fold) - set(noted.cells)) <= 1 for noted in self.noted if noted.cells)

    @property
    def wrong_verdict(self) -> bool:
        """Whether it says yes or no against what both people make of the facts."""
        known = {noted.verdict for noted in self.noted}
        return bool(self.verdict in ("oui", "non") and known and known <= {"oui", "non"} - {self.verdict})


def asked_turns(model: Path, on_progress: Callable[[int], None] = lambda _: None) -> list[AskedTurn]:
    """The annotated turns that ask a cell, answered by the assistant with this model."""
    noted: dict[TurnKey, list[AskedCells]] = defaultdict(list)
    halves: dict[TurnKey, str] = {}
    for half in HALVES:
        for hand in (1, 2):
            for turn in read_cells(HERE / f"{half}-{hand}.jsonl"):
                noted[turn.key].append(turn)
                halves[turn.key] = half
    logged = [
        turn
        for conversation in conversations([*read_turns(MEANINGS), *read_turns(APART)])
        if any(_key(turn) in noted for turn in conversation)
        for turn in conversation
    ]
    programme = load_programme()
    words = {language: texts.acts.mots for language, texts in load_answer_texts().items()}
    found = []
    for measured in understood_turns(model, logged, on_progress):
        key = _key(measured.logged)
        if key in noted and any(each.cells for each in noted[key]) and measured.reply:
            found.append(_asked(measured, tuple(noted[key]), halves[key], programme, words[measured.reply.language]))
    return found


def _asked(
    measured: MeasuredTurn,
    noted: tuple[AskedCells, ...],
    half: str,
    programme: Programme,
    words: Mapping[str, str],
) -> AskedTurn:
    reply = measured.reply or Reply("fr", ())
    of_text = programme.said.get(reply.outcome or "", ())
    if reply.outcome in programme.narrower:  # of whichever element it is asked ("can I use my CPF?")
        elements = {attribute: element for each in noted for element, attribute in each.cells}
        of_text = tuple((elements.get(attribute, element), attribute) for element, attribute in of_text)
    lines = tuple((element, attribute) for element, _, attribute in (cell.partition(".") for cell in reply.cells))
    begun = reply.paragraphs[0] if reply.paragraphs else ""
    # "Oui" and "Non" before what they may begin: "Non, pas tout".
    named = sorted((word for word in _VERDICTS if begun.startswith(words[word])), key=lambda word: -len(words[word]))
    verdict = _MEANT.get(named[0], named[0]) if named else None
    return AskedTurn(measured, noted, half, lines or of_text, (*lines, *of_text), verdict, reply.words)


def _key(turn: LoggedTurn) -> TurnKey:
    return turn.writer, turn.conversation, turn.turn


def figures(turns: Iterable[AskedTurn]) -> dict[str, float]:
    """The shares in %, the verdicts that are wrong, and the median of the words before the fold."""
    turns = list(turns)
    shares = {
        name: round(100 * sum(getattr(turn, name) for turn in turns) / len(turns), 1)
        for name in ("says_first", "says_all", "says_little_else", "wrong_verdict")
    }
    return {"turns": len(turns), **shares, "words": median(turn.words for turn in turns)} if turns else {}


def _parts(turns: list[AskedTurn]) -> dict[str, dict[str, float]]:
    parts: dict[str, list[AskedTurn]] = defaultdict(list)
    for turn in turns:
        parts[turn.half].append(turn)
        parts["premier tour" if turn.measured.logged.turn == 1 else "tour suivant"].append(turn)
        parts[f"forme : {turn.measured.meaning.form}"].append(turn)
    return {"ensemble": figures(turns), **{name: figures(part) for name, part in parts.items()}}


def _table(parts: Mapping[str, Mapping[str, float]]) -> Table:
    table = Table("", "tours", "d’abord", "tout", "rien d’autre", "verdict faux", "mots", title="la chose demandée")
    for name, shown in parts.items():
        table.add_row(name, *map(str, shown.values()))
    return table


def _missed(turn: AskedTurn) -> str:
    asked = " / ".join(str([".".join(cell) for cell in noted.cells]) for noted in turn.noted)
    logged, reply = turn.measured.logged, turn.measured.reply
    said = [".".join(cell) for cell in turn.before_fold[:2]]
    return (
        f"{logged.writer} {logged.conversation}.{logged.turn} {logged.message}\n"
        f"  demandé : {asked}  dit : {said}  verdict : {turn.noted[0].verdict} / {turn.verdict}\n"
        f"  {reply.paragraphs[0][:200] if reply and reply.paragraphs else ''}\n"
    )


def main() -> None:
    """Measure, and print what was measured."""
    configure()
    model = trained_model(load_settings().models)
    if model is None:
        sys.exit("Aucun modèle à jour (« make train »).")
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Lecture des tours…", total=None)
        turns = asked_turns(model, lambda done: progress.advance(task, done))
    parts = _parts(turns)
    Console(width=LINE_CHARACTERS).print(_table(parts))
    missed = [turn for turn in turns if not turn.says_first or turn.wrong_verdict]
    MISSES.parent.mkdir(parents=True, exist_ok=True)
    MISSES.write_text("\n".join(map(_missed, missed)), encoding="utf-8")
    print(f"{len(missed)} manques : {MISSES}")
    shown: dict[str, Any] = {name: part for name, part in parts.items() if not name.startswith("forme")}
    print(json.dumps(shown, ensure_ascii=False))


if __name__ == "__main__":
    main()
