"""Trains the stock project of a folder and times it: `python -m tests.bench.stock_training FOLDER`, its own process.

Writes `models/stock.tar.gz` and `training.json`: the seconds of all of it, and by model those of each pass (epoch).
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch


def main(project: Path) -> None:
    """Train, as `rasa train` does, with a stopwatch on every pass."""
    os.chdir(project)
    start = time.perf_counter()
    from rasa.model_training import train
    from rasa.utils.tensorflow.models import RasaModel
    from tensorflow.keras.callbacks import Callback

    passes: dict[str, list[float]] = {}

    class Stopwatch(Callback):  # type: ignore[misc]
        """Seconds of each pass of one model."""

        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
            self.begun = time.perf_counter()

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
            passes.setdefault(type(self.model).__name__, []).append(time.perf_counter() - self.begun)

    fit = RasaModel.fit

    def timed(model: RasaModel, *args: Any, callbacks: Any = (), **kwargs: Any) -> Any:
        return fit(model, *args, callbacks=[*callbacks, Stopwatch()], **kwargs)

    with patch.object(RasaModel, "fit", timed):
        result = train("domain.yml", "config.yml", ["data"], "models", force_training=True, fixed_model_name="stock")
    if result.code:
        sys.exit(result.code)
    written = {"seconds": time.perf_counter() - start, "passes": passes}
    Path("training.json").write_text(json.dumps(written, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
