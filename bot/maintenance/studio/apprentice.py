"""`python -m bot.maintenance.studio.apprentice`: trains as `aiguilleur train --progress` does, once a line comes in.

Rasa is in memory by then: it takes ten seconds. Our own code comes in afterwards, as it is at that time.
"""

from __future__ import annotations

import sys

import rasa.engine.recipes.default_recipe
import rasa.model_training  # noqa: F401


def main() -> None:
    """Wait for the line; without one, whoever would send it is gone."""
    if sys.stdin.readline():
        from bot.cli import main as aiguilleur

        sys.argv[1:] = ["train", "--progress"]
        aiguilleur()


if __name__ == "__main__":
    main()
