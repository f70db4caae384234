"""The progress of a training, as a part of the whole, or as JSON lines for the program that started it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TextIO

import msgspec

from nlu.classification.training_run import ENCODING, HEARING, LEARNING, READING
from rules.errors import Finding

Progress = Callable[[str, float], None]
"""Told the step, in French, and the part of the whole that is done: from 0 to 1, never falling."""

CHECKING, PREPARING, PACKING, READY = (
    "Vérification des fichiers",
    "Préparation",
    "Assemblage du modèle",
    "Modèle prêt",
)

_ENDS = {
    CHECKING: 0.05,
    PREPARING: 0.2,
    READING: 0.25,
    ENCODING: 0.35,
    LEARNING: 0.85,
    HEARING: 0.92,
    PACKING: 0.99,
    READY: 1.0,
}
"""Where each step ends in the whole; the steps follow one another."""


class Steps:
    """Turns how much of a step is done into how much of the whole is."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def tell(self, step: str, done: int, total: int) -> None:
        """`done` of `total` of a step are done."""
        ends = list(_ENDS.values())
        place = list(_ENDS).index(step)
        start = ends[place - 1] if place else 0.0
        self._progress(step, start + (ends[place] - start) * done / total)


class JsonLines:
    """One JSON object a line: `step` and `fraction`; at the end also `model`, or `error` and its `findings`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def progress(self, step: str, fraction: float) -> None:
        """How far it is."""
        self._write({"step": step, "fraction": round(fraction, 4)})

    def done(self, model: str) -> None:
        """The model is there: its path."""
        self._write({"step": READY, "fraction": 1.0, "model": model})

    def failed(self, error: str, findings: Iterable[Finding] = ()) -> None:
        """It did not come to an end, and why: in words, and for each mistake in a file its place and its remedy."""
        found = [
            {
                "file": str(finding.place.file),
                "line": finding.place.line,
                "problem": finding.problem,
                "remedy": finding.remedy,
            }
            for finding in findings
        ]
        self._write({"error": error, "findings": found})

    def _write(self, line: dict[str, object]) -> None:
        print(msgspec.json.encode(line).decode(), file=self._stream, flush=True)
