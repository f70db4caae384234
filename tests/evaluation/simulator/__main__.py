"""`python -m tests.evaluation.simulator [how many] [seed]`: the simulated dialogues alone."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bot.process.logs import configure
from bot.process.settings import load_settings
from bot.rasa_adapter.training import trained_model
from bot.server.assembly import apart
from tests.evaluation.simulator.simulation import DIALOGUES, figures, simulate
from tests.evaluation.simulator.summary import lines
from tests.evaluation.simulator.transcripts import FILE, transcripts

ROOT = Path(__file__).parents[3]


def main() -> None:
    """Hold the dialogues, sum them up and write down those that went wrong."""
    count, seed = (*map(int, sys.argv[1:]), *(DIALOGUES, 0)[len(sys.argv) - 1 :])
    configure()
    model = trained_model(load_settings().models)
    if model is None:
        sys.exit("Aucun modèle à jour (« make train »).")
    with apart(model) as assistant:
        start = time.perf_counter()
        dialogues = simulate(assistant, count, seed=seed)
        print(f"{count} dialogues en {time.perf_counter() - start:.0f} s")
    print("\n".join(lines(figures(dialogues))))
    path = ROOT / "var" / "evaluation" / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(transcripts(dialogues), encoding="utf-8")


if __name__ == "__main__":
    main()
