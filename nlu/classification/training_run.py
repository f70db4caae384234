"""A training run: where embeddings are kept between two of them, the model it goes on from, who follows its progress.

Rasa makes the components that learn and hands them nothing of ours: they ask here for the run under way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

READING, ENCODING, LEARNING = "Lecture des exemples", "Encodage des phrases", "Apprentissage"
HEARING = "Lecture des messages annotés"
"""The steps of a training, as maintainers read them."""

OnProgress = Callable[[str, int, int], None]
"""Called with the step, in French, how much of it is done, and of how much."""


@dataclass(frozen=True)
class TrainingRun:
    """The circumstances of a training.

    `embeddings` is the folder where they are kept, None for nowhere; `previous` is the model to go on from, as Rasa
    packs it, None to learn anew.
    """

    embeddings: Path | None = None
    on_progress: OnProgress = field(default=lambda *_: None)
    previous: Path | None = None


_current: ContextVar[TrainingRun | None] = ContextVar("training_run", default=None)


def current_run() -> TrainingRun:
    """The training run under way, or one that keeps and reports nothing."""
    return _current.get() or TrainingRun()


@contextmanager
def training_run(run: TrainingRun) -> Iterator[None]:
    """Make this the run under way for all that is trained inside."""
    token = _current.set(run)
    try:
        yield
    finally:
        _current.reset(token)


class ProgressCounter:
    """Counts what several threads do of a step, and reports it."""

    def __init__(self, step: str, total: int, on_progress: OnProgress) -> None:
        self._step, self._total, self._on_progress = step, total, on_progress
        self._done = 0
        self._lock = Lock()

    def advance(self) -> None:
        """Count a part of `total` as done."""
        with self._lock:
            self._done += 1
            self._on_progress(self._step, self._done, self._total)
