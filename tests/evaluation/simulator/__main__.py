"""`python -m tests.evaluation.simulator [how many] [seed]`: the simulated dialogues alone."""

from __future__ import annotations

import sys
import time

from bot.process.logs import configure
from bot.process.settings import load_settings
from bot.rasa_adapter.training import trained_model
from bot.server.assembly import apart
from tests.evaluation.report import ROOT
from tests.evaluation.simulator.simulation import DIALOGUES, GroupFigures, figures, simulate
from tests.evaluation.simulator.transcripts import transcripts


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
    found = figures(dialogues)
    print(f"réussis {found.succeeded.share:.1%}, avec un verdict faux {found.wrong.share:.1%}")
    print(f"répliques fausses {found.wrong_replies.share:.2%}, répétées {found.repeated}, échecs {found.failures}")
    print(f"tours {found.turns:.2f}, questions {found.questions:.2f}, dont inutiles {found.needless:.2f}")
    for group in (*found.by_kind, *found.by_feature):
        print(_line(group))
    path = ROOT / "var" / "evaluation" / "dialogues.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(transcripts(dialogues), encoding="utf-8")


def _line(group: GroupFigures) -> str:
    return f"  {group.name:<28} {group.succeeded.total:>5} {group.succeeded.share:>7.1%} {group.wrong.share:>7.1%}"


if __name__ == "__main__":
    main()
