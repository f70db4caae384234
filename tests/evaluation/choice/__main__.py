"""`python -m tests.evaluation.choice [--fit]`: measure the choice of an act; with `--fit`, fit its weights first."""

from __future__ import annotations

import sys

import msgspec
import yaml

from bot.process.logs import configure
from bot.process.settings import load_settings
from bot.rasa_adapter.training import trained_model
from bot.server.assembly import apart
from nlu.dialogue.choice import WEIGHTS_FILE
from tests.evaluation.choice.conversations import LEARNT, read_conversations
from tests.evaluation.choice.fit import fitted
from tests.evaluation.choice.measure import lines, measure, turns_held

HEADER = "# The weights of nlu/dialogue/choice.py, by `python -m tests.evaluation.choice --fit`; not to be edited.\n"


def main() -> None:
    """Fit where asked to, then measure on what is kept apart."""
    configure()
    model = trained_model(load_settings().models)
    if model is None:
        sys.exit("Aucun modèle à jour (« make train »).")
    if sys.argv[1:] == ["--fit"]:
        with apart(model) as assistant:
            found = fitted(turns_held(assistant, read_conversations(LEARNT), print))
        text = yaml.safe_dump(msgspec.to_builtins(found.choice), allow_unicode=True, sort_keys=True)
        WEIGHTS_FILE.write_text(HEADER + text, encoding="utf-8")
        print(f"pénalité {found.penalty}, vraisemblances de côté {found.left_out}")
    with apart(model) as assistant:
        for kind, ordered, chosen in lines(measure(assistant, print)):
            print(f"{kind:<10} {ordered.right:4} {chosen.right:4} sur {chosen.total:4}")


if __name__ == "__main__":
    main()
