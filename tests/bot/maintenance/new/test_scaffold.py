"""One command begins a file, and lists what the maintainer has left to write."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.content.loading import load_content
from bot.content.project_files import ProjectFiles
from bot.content.todo_markers import TO_FILL, unfinished
from bot.maintenance.new.scaffold import KINDS, scaffold
from nlu.training_data.examples import read_examples
from rules.errors import ProgrammeError
from tests.support.copies import replace_in

TODAY = date(2026, 11, 25)


def begun(files: ProjectFiles, kind: str, name: str, title: str, today: date) -> Path:
    """The file that is begun, written."""
    edit = scaffold(files, kind, name, title, today)
    assert not edit.path.exists()
    edit.write()
    return edit.path


@pytest.mark.parametrize("kind", KINDS)
def test_new_file_has_a_finding_for_each_line_until_it_is_filled_in(files: ProjectFiles, kind: str) -> None:
    path = begun(files, kind, "garde", "La garde d'enfants", TODAY)
    left = list(unfinished(files))
    assert left
    assert {finding.place.file for finding in left} == {path}
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all(TO_FILL in lines[finding.place.line - 1] for finding in left)
    with pytest.raises(ProgrammeError) as error:
        load_content(files)
    assert set(error.value.findings) == set(left)


def test_a_question_and_a_change_that_are_filled_in_are_loaded(files: ProjectFiles) -> None:
    path = begun(files, "faq", "garde_enfants", 'La garde "d\'enfants"', TODAY)
    change = begun(files, "changement", "outre-mer", "Outre-mer", TODAY)
    assert change.name == "2026-11-25-outre-mer.yml"
    for begun_file in (path, change):
        replace_in(begun_file, f"{TO_FILL} : ", "")
    content = load_content(files)
    assert change.stem in {published.id for published in content.changes}
    assert content.texts["fr"].questions["garde_enfants"] == 'La garde "d’enfants"'
    (row,) = content.programme.tables["garde_enfants"].rows
    assert (row.reviewed, row.review_before) == (TODAY, date(2027, 5, 25))
    assert "garde_enfants" in {example.intent for example in read_examples(files.examples, files.faq)}
