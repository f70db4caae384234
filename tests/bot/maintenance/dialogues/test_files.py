"""Mistakes in a maintainer's conversation are reported with their line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.maintenance.dialogues.files import read_dialogues
from rules.errors import ProgrammeError
from tests.support.tables import each_row


def written(folder: Path, text: str) -> Path:
    (folder / "essais.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_conversation_may_judge_one_reply_or_each(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        "- {quand: [bonjour, et à Pau ?], alors: [La Mêlée], fait: F16}\n"
        "- dialogue: changer de département\n"
        "  le: 2024-05-12\n"
        "  echanges:\n"
        "  - {quand: le titre à Dax ?, alors: [La Mêlée]}\n"
        "  - {choisir: S’inscrire, jamais: [ENSC]}\n",
    )
    first, second = read_dialogues(folder)
    assert first.name == "F16 : bonjour → et à Pau ?"
    assert [exchange.wanted for exchange in first.exchanges] == [(), ("La Mêlée",)]
    assert second.on == date(2024, 5, 12)
    assert [exchange.pressed for exchange in second.exchanges] == [False, True]
    assert [exchange.place.line for exchange in second.exchanges] == [5, 6]


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
