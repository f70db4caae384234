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
from tests.support.copies import copy_to

TODAY = date(2026, 11, 25)


@pytest.fixture
def files(tmp_path: Path) -> ProjectFiles:
    return copy_to(tmp_path)


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


def test_a_question_that_is_filled_in_is_loaded(files: ProjectFiles) -> None:
    path = begun(files, "faq", "garde_enfants", 'La garde "d\'enfants"', TODAY)
    path.write_text(path.read_text(encoding="utf-8").replace(f"{TO_FILL} : ", ""), encoding="utf-8")
    content = load_content(files)
    assert content.texts["fr"].questions["garde_enfants"] == 'La garde "d’enfants"'
    (row,) = content.programme.tables["garde_enfants"].rows
    assert (row.reviewed, row.review_before) == (TODAY, date(2027, 5, 25))
    assert "garde_enfants" in {example.intent for example in read_examples(files.examples, files.faq)}


def test_a_change_is_dated_and_published_with_the_others(files: ProjectFiles) -> None:
    path = begun(files, "changement", "outre-mer", "Outre-mer", TODAY)
    assert path.name == "2026-11-25-outre-mer.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(f"{TO_FILL} : ", ""), encoding="utf-8")
    assert "2026-11-25-outre-mer" in {change.id for change in load_content(files).changes}


@pytest.mark.parametrize(
    ("kind", "name", "problem"),
    [
        ("faq", "Garde d'enfants", "ne peut pas être le nom d'un fichier"),
        ("faq", "prix", "ce fichier existe déjà"),
        ("faq", "organisme", "la question « organisme » existe déjà"),
        ("faq", "on", "veut dire autre chose"),
        ("faq", "../prix", "ne peut pas être le nom d'un fichier"),
        ("hub", "le_hub", "ne peut pas être le nom d'un fichier"),
        ("hub", "bretagne", "ce fichier existe déjà"),
    ],
)
def test_a_name_that_does_not_do_is_refused_and_nothing_is_written(
    files: ProjectFiles, kind: str, name: str, problem: str
) -> None:
    before = {path: path.read_bytes() for path in files.root.rglob("*.yml")}
    with pytest.raises(ProgrammeError) as error:
        scaffold(files, kind, name, None, TODAY)
    assert problem in str(error.value)
    assert {path: path.read_bytes() for path in files.root.rglob("*.yml")} == before
