"""What goes with a training: where encodings are kept between two of them, what to go on from, and who is told how far
it is.

Rasa makes the components that learn, and hands them nothing of ours: they ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

READING, ENCODING, LEARNING = "Lecture des exemples", "Encodage des phrases", "Apprentissage"
"""The steps of a training, as maintainers read them."""

Tell = Callable[[str, int, int], None]
"""Told the step, in French, how much of it is done, and of how much."""


@dataclass(frozen=True)
class Learning:
    """How one training goes.

    `encodings` is the folder where they are kept, None for nowhere; `begun` is the model to go on from, as Rasa packs
    it, None to learn anew.
    """

    encodings: Path | None = None
    tell: Tell = field(default=lambda *_: None)
    begun: Path | None = None


_current: ContextVar[Learning | None] = ContextVar("learning", default=None)


def current() -> Learning:
    """The training that goes on, or one that keeps and tells nothing."""
    return _current.get() or Learning()


@contextmanager
def learning(how: Learning) -> Iterator[None]:
    """All that is learnt inside is learnt so."""
    before = _current.set(how)
    try:
        yield
    finally:
        _current.reset(before)


class Count:
    """Counts what several threads do of one step, and tells it."""

    def __init__(self, step: str, total: int, tell: Tell) -> None:
        self._step, self._total, self._tell = step, total, tell
        self._done = 0
        self._lock = Lock()

    def one_more(self) -> None:
        """One of `total` is done."""
        with self._lock:
            self._done += 1
            self._tell(self._step, self._done, self._total)
