"""Findings about the maintainers' files. They are read by people who edit YAML, so they are in French."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rules.model import Place

Severity = Literal["error", "warning"]
"""An error keeps the files from being used; a warning is only reported."""


@dataclass(frozen=True)
class Finding:
    """One mistake in the maintainers' files.

    Attributes:
        place: file and line.
        problem: what is wrong.
        remedy: what to do about it.
        severity: error or warning.
        column: position in the line, from 0; None if unknown.
    """

    place: Place
    problem: str
    remedy: str
    severity: Severity = "error"
    column: int | None = None

    def __str__(self) -> str:
        return f"{self.place} — {self.problem}\n    À faire : {self.remedy}"


class ProgrammeError(Exception):
    """The files cannot be used. `findings` holds everything wrong, not only the first mistake."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))
