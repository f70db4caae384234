"""Mistakes in a maintainer's conversation are reported with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.maintenance.dialogues.files import read_dialogues
from rules.errors import ProgrammeError
from tests.support.tables import each_row


def written(folder: Path, text: str) -> Path:
    (folder / "essais.yml").write_text(text, encoding="utf-8")
    return folder


@each_row(
    ("text", "line", "problem"),
    [
        ("- {alors: [oui]}", 1, "il faut « quand » ou « echanges »"),
        ("- quand: bonjour", 1, "ne vérifie rien"),
        ("- quand: bonjour\n  alors:\n  - ''", 3, "un texte de « alors » est vide"),
        ("- echanges:\n  - quand: bonjour\n  alors: [oui]", 1, "vont dans chaque échange"),
        ("- echanges:\n  - {alors: [oui]}", 2, "il faut « quand » ou « choisir »"),
        ("- quand: bonjour\n  alor: [oui]", 2, "la clé « alor » n'existe pas ici"),
    ],
)
def test_a_mistake_is_reported_with_its_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    with pytest.raises(ProgrammeError) as error:
        read_dialogues(written(tmp_path, text))
    (finding,) = error.value.findings
    assert (finding.place.line, finding.remedy != "") == (line, True)
    assert problem in finding.problem
