"""Our server as an operator runs it: `aiguilleur serve`, one process, SQLite, a data folder of its own."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from bot.rasa_adapter.training import ROOT, trained_model
from tests.bench.server import BenchError, environment, run
from tests.support.redis_server import free_port

_UNLIMITED = {"RATE_CONVERSATION": "0", "RATE_ADDRESS": "0"}
"""A benchmark's client is no flood to be limited."""


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


def start(
    folder: Path, settings: Mapping[str, str] = MappingProxyType(_UNLIMITED)
) -> tuple[list[list[str]], int, dict[str, str]]:
    """Commands, port and environment of a server on that folder."""
    port = free_port()
    command = [sys.executable, "-m", "bot.cli.main", "serve"]
    return [command], port, _environment(folder) | {"PORT": str(port), "HOST": "127.0.0.1"} | settings


def in_process(folder: Path, keep: Path) -> float:
    """Seconds of a single message without HTTP, in a process of its own: the median.

    Raises:
        BenchError: the process failed.
    """
    written = folder / "in-process"
    command = [sys.executable, "-m", "tests.bench.latency", str(written)]
    run(command, ROOT, _environment(folder), keep / "in-process.log", "la mesure sans HTTP")
    return float(written.read_text())


def _environment(folder: Path) -> dict[str, str]:
    others = {"DATABASE_URL": "", "REDIS_URL": ""}
    return environment() | others | {"AIGUILLEUR_DATA": str(folder), "PYTHONPATH": str(ROOT)}
