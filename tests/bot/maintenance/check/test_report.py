"""What a maintainer reads of a finding on a terminal of 80 columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from bot.content.project_files import ProjectFiles
from rules.errors import Finding
from rules.model import Place
from tests.bot.maintenance.check.terminal import COLUMNS, on_terminal
from tests.support.tables import each_row


@pytest.fixture
def files(tmp_path: Path) -> ProjectFiles:
    folder = tmp_path / "rules" / "programme" / "tables"
    folder.mkdir(parents=True)
    (folder / "hub.yml").write_text('question: hub\n  secton: "Fin de Hubikoop"\nlit: [a]\n', encoding="utf-8")
    return ProjectFiles(tmp_path)


def _finding(
    files: ProjectFiles, line: int, problem: str, severity: str = "error", column: int | None = None
) -> Finding:
    place = Place(files.programme / "tables" / "hub.yml", line)
    return Finding(place, problem, "vouliez-vous écrire « section » ?", severity, column)  # type: ignore[arg-type]


LONG_LINE = f"texte: {'mot ' * 40}{{partout}} {'mot ' * 40}"


@each_row(
    ("line", "problem", "column", "caret"),
    [
        ('  secton: "Fin de Hubikoop"', "la clé « secton » n'existe pas", None, "secton"),
        ('  secton: "Fin de Hubikoop"', "le guillemet ne se ferme pas", 10, '"'),
        (LONG_LINE, "rien ne remplit « {partout} »", None, "{partout}"),
    ],
)
def test_line_of_the_file_is_shown_with_a_caret_under_what_is_wrong(files, line, problem, column, caret) -> None:
    (files.programme / "tables" / "hub.yml").write_text(f"question: hub\n{line}\n", encoding="utf-8")
    found = [_finding(files, 2, problem, column=column)]
    lines = on_terminal(found, files)
    shown = next(line for line in lines if " │ " in line)
    assert cell_len(shown) <= COLUMNS
    assert shown.lstrip().startswith("2 │")
    assert lines[lines.index(shown) + 1].index("^") == shown.index(caret)


def test_what_was_there_before_is_told_apart_in_a_line_each(files: ProjectFiles) -> None:
    old, new = _finding(files, 3, "un vieil avertissement", "warning"), _finding(files, 2, "une faute neuve")
    lines = on_terminal([new, old], files, standing=[old])
    assert lines[0].startswith("Déjà là avant vos modifications")
    assert "rules/programme/tables/hub.yml:3  un vieil avertissement" in lines[1]
    assert [line for line in lines if line][-1] == "1 erreur ; 1 d'avant vos modifications."
    assert sum("À faire" in line for line in lines) == 1
