"""Our server as an operator runs it: `aiguilleur serve`, one process, SQLite, a data folder of its own."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.rasa_adapter.training import ROOT, trained_model
from tests.bench.server import BenchError, environment
from tests.support.redis_server import free_port


@contextmanager
def data_folder() -> Iterator[Path]:
    """A data folder with the trained model and nothing else, thrown away at the end.

    Raises:
        BenchError: none is trained.
    """
    model = trained_model(ROOT / "var" / "models")
    if model is None:
        raise BenchError("Aucun modèle ne va avec les fichiers : lancer d'abord « make train ».")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "models").mkdir()
        (folder / "models" / model.name).symlink_to(model.resolve())
        yield folder


def start(folder: Path) -> tuple[list[list[str]], int, dict[str, str]]:
    """Commands, port and environment of a server on that folder; a benchmark's client is no flood to be limited."""
    port = free_port()
    settings = {
        "AIGUILLEUR_DATA": str(folder),
        "DATABASE_URL": "",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PYTHONPATH": str(ROOT),
        "RATE_ADDRESS": "0",
        "RATE_CONVERSATION": "0",
        "REDIS_URL": "",
    }
    return [[sys.executable, "-m", "bot.cli.main", "serve"]], port, environment() | settings
