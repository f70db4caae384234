"""`python -m tests.evaluation.distress`: what is heard of distress; the last line is a JSON object."""

from __future__ import annotations

import json
import sys

from bot.process.logs import configure
from bot.process.settings import load_settings
from bot.rasa_adapter.training import trained_model
from bot.server.assembly import apart
from nlu.distress import Distress
from tests.evaluation.distress.measure import DistressMeasure, calm_turns, measure
from tests.evaluation.safety import ordinary_messages


def main() -> None:
    """Measure, and print what was missed and what was alarmed."""
    configure()
    model = trained_model(load_settings().models)
    if model is None:
        sys.exit("Aucun modèle à jour (« make train »).")
    with apart(model) as assistant:
        found = measure(assistant, {"conversations": calm_turns(), "tous les jours": ordinary_messages()})
    _print(found)


def _print(found: DistressMeasure) -> None:
    for level, text in found.missed:
        print(f"non entendu ({level}) : {text}")
    for kind, alarms in found.alarms.items():
        for text in alarms.alarmed:
            print(f"alarme à tort ({kind}) : {text}")
    for level, counted in found.levels.items():
        if counted:
            print(f"{level:<10} " + ", ".join(f"{given} {counted[given]}" for given in Distress if counted[given]))
    for kind, alarms in found.alarms.items():
        print(
            f"{kind:<15} {alarms.messages} messages, {len(alarms.alarmed)} alarmes, {len(alarms.consoled)} mots gentils"
        )
    messages = sum(alarms.messages for alarms in found.alarms.values())
    alarmed = sum(len(alarms.alarmed) for alarms in found.alarms.values())
    figures = {"seen": round(100 * found.seen, 1), "calm": messages, "alarms": alarmed}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
