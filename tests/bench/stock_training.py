"""Trains the stock project of a folder and times it: `python -m tests.bench.stock_training FOLDER`, its own process.

Writes `models/stock.tar.gz` and `training.json`: how long all of it took (`seconds`), what it cost the processors
(`processor`, in seconds, which other programs hardly change), and by model what each pass (epoch) cost.
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
    """Train, as `rasa train` does, with a meter on every pass."""
    os.chdir(project)
    start = time.perf_counter()
    from rasa.model_training import train
    from rasa.utils.tensorflow.models import RasaModel
    from tensorflow.keras.callbacks import Callback

    passes: dict[str, list[float]] = {}

    class Meter(Callback):  # type: ignore[misc]
        """Seconds of processor of each pass of one model."""

        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
            self.begun = time.process_time()

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
            passes.setdefault(type(self.model).__name__, []).append(time.process_time() - self.begun)

    fit = RasaModel.fit

    def metered(model: RasaModel, *args: Any, callbacks: Any = (), **kwargs: Any) -> Any:
        return fit(model, *args, callbacks=[*callbacks, Meter()], **kwargs)

    with patch.object(RasaModel, "fit", metered):
        result = train("domain.yml", "config.yml", ["data"], "models", force_training=True, fixed_model_name="stock")
    if result.code:
        sys.exit(result.code)
    written = {"seconds": time.perf_counter() - start, "processor": time.process_time(), "passes": passes}
    Path("training.json").write_text(json.dumps(written, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
