"""The process that trains for the studio: `python -m bot.maintenance.studio.training_worker`.

It imports Rasa and other slow libraries, which takes ten seconds, then waits for a line on standard input. Only then
does it import our own code, so that this is current, train a trial model and write its progress as JSON lines.
"""

from __future__ import annotations

import sys

import onnxruntime  # noqa: F401
import rasa.engine.recipes.default_components
import rasa.model_training  # noqa: F401
import sklearn.svm  # noqa: F401


def main() -> None:
    """Train once a line arrives; without one, the studio has ended."""
    if sys.stdin.readline():
        from bot.maintenance.project_declarations import DECLARATIONS
        from bot.process import logs
        from bot.rasa_adapter.training import train_with_json_progress

        logs.configure()
        logs.hide_warnings()
        sys.exit(0 if train_with_json_progress(sys.stdout, DECLARATIONS, trial=True) else 1)


if __name__ == "__main__":
    main()
