"""The inbox as a file: for maintainers without access to the service's database, and for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from bot.maintenance.inbox.groups import QuestionGroup
from bot.storage.open_questions import Kind, OpenQuestion
from rules.errors import Finding, ProgrammeError
from rules.model import Place

KINDS: Final[Mapping[Kind, str]] = {
    "no_rule": "pas de règle pour cela",
    "not_understood": "pas comprise",
    "badly_rated": "réponse jugée inutile",
}
"""The kinds, in words for maintainers."""

_COLUMNS: Final = ("groupe", "fois", "dernière fois", "état", "langue", "question posée", "réponse donnée", "raison")


def to_json(questions: Sequence[OpenQuestion]) -> str:
    """Questions in the form that :func:`from_json` reads."""
    return msgspec.json.format(msgspec.json.encode(questions), indent=2).decode()


def from_json(path: Path) -> list[OpenQuestion]:
    """Read exported questions.

    Raises:
        ProgrammeError: the file is no such export.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[OpenQuestion])
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        raise ProgrammeError(
            [
                Finding(
                    Place(path, 1),
                    "ce n'est pas une boîte de réception exportée",
                    "l'exporter de nouveau, sur le serveur : .venv/bin/aiguilleur inbox export > boite.json",
                )
            ]
        ) from error


def to_csv(groups: Sequence[QuestionGroup]) -> str:
    """A line for each question, as French spreadsheets open it: with semicolons and a UTF-8 mark."""
    written = io.StringIO()
    written.write("\ufeff")
    writer = csv.writer(written, delimiter=";")
    writer.writerow(_COLUMNS)
    for group in groups:
        for question in group.questions:
            writer.writerow(
                (
                    group.id,
                    question.count,
                    f"{question.last:%Y-%m-%d}",
                    KINDS[question.kind],
                    question.language or "",
                    _harmless(question.text),
                    question.outcome or question.question or "",
                    question.reason or "",
                )
            )
    return written.getvalue()


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: anybody may have written it."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
