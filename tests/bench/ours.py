"""Our server as an operator runs it: `aiguilleur serve`, one process, SQLite, a data folder of its own."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from bot.rasa_adapter.training import ROOT, trained_model
from tests.bench.errors import BenchError
from tests.bench.server import environment, run
from tests.support.redis_server import free_port

_COMMAND = [sys.executable, "-m", "bot.cli.main"]


def model() -> Path:
    """The model in use.

    Raises:
        BenchError: none is trained.
    """
    found = trained_model(ROOT / "var" / "models")
    if found is None:
        raise BenchError("Aucun modèle ne va avec les fichiers : lancer d'abord « make train ».")
    return found


def training_cost(keep: Path, say: Callable[[str], None]) -> float:
    """Seconds of processor that `aiguilleur train` costs; measured once for each state of the files.

    It trains into a folder that is thrown away.

    Raises:
        BenchError: the training failed.
    """
    kept = keep / f"{model().name.removesuffix('.tar.gz')}.json"
    if not kept.exists():
        say("Entraînement de l'aiguilleur, pour le mesurer…")
        for old in keep.glob("aiguilleur-*.json"):
            old.unlink()
        with tempfile.TemporaryDirectory() as folder:
            begun, spent = time.perf_counter(), _children_time()
            command = ["nice", "-n", "10", *_COMMAND, "train"]
            run(command, ROOT, _environment(Path(folder)), keep / "training-ours.log", "l'entraînement de l'aiguilleur")
            cost = {"seconds": time.perf_counter() - begun, "processor": _children_time() - spent}
            kept.write_text(json.dumps(cost), encoding="utf-8")
    return float(json.loads(kept.read_text(encoding="utf-8"))["processor"])


@contextmanager
def data_folder() -> Iterator[Path]:
    """A data folder with the trained model and nothing else, thrown away at the end."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "models").mkdir()
        (folder / "models" / model().name).symlink_to(model().resolve())
        yield folder


_UNLIMITED = {"RATE_CONVERSATION": "0", "RATE_ADDRESS": "0"}
"""A benchmark's client is no flood to be limited."""


def start(
    folder: Path, settings: Mapping[str, str] = MappingProxyType(_UNLIMITED)
) -> tuple[list[list[str]], int, dict[str, str]]:
    """Commands, port and environment of a server on that folder."""
    port = free_port()
    return [[*_COMMAND, "serve"]], port, _environment(folder) | {"PORT": str(port), "HOST": "127.0.0.1"} | settings


def in_process(folder: Path, keep: Path) -> dict[str, float]:
    """Seconds of single messages without HTTP, `p50` and `p99`, in a process of its own.

    Raises:
        BenchError: the process failed.
    """
    written = folder / "in-process.json"
    command = [sys.executable, "-m", "tests.bench.latency", str(written)]
    run(command, ROOT, _environment(folder), keep / "in-process.log", "la mesure sans HTTP")
    found: dict[str, float] = json.loads(written.read_text(encoding="utf-8"))
    return found


def _children_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _environment(folder: Path) -> dict[str, str]:
    others = {"DATABASE_URL": "", "REDIS_URL": ""}
    return environment() | others | {"AIGUILLEUR_DATA": str(folder), "PYTHONPATH": str(ROOT)}
