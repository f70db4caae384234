"""Lines are added to a maintainer's file, and every other line stays as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.content.project_files import PROJECT
from bot.maintenance.yaml_files.edits import addition
from rules.errors import ProgrammeError
from tests.support.tables import each_row

ROLES = """\
# Qui fait quoi.
roles:
  titre:
    nom: {fr: "Le titre", en: "The title"}   # celui des boutons
    qui:
    - {organisme: ensc, ou: titre_ensc, depuis: 2024-03-01}
    # Les Landes aussi.
    - organisme: la_melee
      ou: [landes,
           "béarn"]   # deux zones

  # Rien encore.
  modules:
    qui: []
"""


def written(folder: Path, text: str, name: str = "essai.yml") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_an_item_goes_after_the_last_of_its_list_and_comments_stay(tmp_path: Path) -> None:
    edit = addition(written(tmp_path, ROLES), (("roles", "titre", "qui"), "- {organisme: cap, ou: '86'}"))
    assert edit.after == ROLES.replace(
        '           "béarn"]   # deux zones\n',
        "           \"béarn\"]   # deux zones\n    - {organisme: cap, ou: '86'}\n",
    )


def test_a_key_goes_after_the_last_of_its_block(tmp_path: Path) -> None:
    edit = addition(written(tmp_path, ROLES), (("roles",), "pix:\n  nom: Pix\n\n  qui: []"))
    assert edit.after == f"{ROLES}  pix:\n    nom: Pix\n\n    qui: []\n"


def test_a_value_goes_into_the_brackets(tmp_path: Path) -> None:
    path = written(tmp_path, ROLES)
    edit = addition(path, (("roles", "modules", "qui"), "{organisme: cap}"), (("roles", "titre", "nom"), "de: Titel"))
    assert "    qui: [{organisme: cap}]\n" in edit.after
    assert '    nom: {fr: "Le titre", en: "The title", de: Titel}   # celui des boutons\n' in edit.after


@pytest.mark.parametrize(
    ("text", "keys", "before", "after"),
    [
        ("a:\n  x: 1\n  y: 2\n", ("a",), "y", "a:\n  x: 1\n  new: 0\n  y: 2\n"),
        ("- id: x\n- id: y\n", (), "x", "new: 0\n- id: x\n- id: y\n"),
        ("# x\n- id: x\n# y,\n# last\n- id: y\n", (), "y", "# x\n- id: x\nnew: 0\n# y,\n# last\n- id: y\n"),
    ],
)
def test_an_entry_goes_before_the_one_that_is_named(tmp_path: Path, text: str, keys, before: str, after: str) -> None:
    assert addition(written(tmp_path, text), (keys, "new: 0"), before=before).after == after


def test_a_file_of_windows_and_one_without_a_last_line_end_stay_so(tmp_path: Path) -> None:
    edit = addition(written(tmp_path, "a:\r\n- x"), (("a",), "- y"))
    assert edit.after == "a:\r\n- x\r\n- y\r\n"


@pytest.mark.parametrize("text", ["a: |\n  one\n  two\n\nb: 1\n", "a: >-\n  one\n  two\n\nb: 1\n"])
def test_a_block_of_lines_stays_whole(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, f"list:\n- {text[3:].split(chr(10) + chr(10))[0]}\nb: 1\n")
    after = addition(path, (("list",), "- y")).after
    assert yaml.safe_load(after)["list"][1] == "y"
    assert yaml.safe_load(after)["list"][0] == yaml.safe_load(path.read_text())["list"][0]


def test_a_part_that_does_not_exist_is_told_with_what_to_do(tmp_path: Path) -> None:
    path = written(tmp_path, ROLES)
    for keys in (("roles", "hub", "qui"), ("roles", "titre", "nom", "fr"), ("rolls",)):
        with pytest.raises(ProgrammeError, match="à compléter"):
            addition(path, (keys, "- x"))


def test_a_file_with_a_mistake_is_left_to_check(tmp_path: Path) -> None:
    with pytest.raises(ProgrammeError, match="aiguilleur check"):
        addition(written(tmp_path, 'a: "x\n- y: ['), (("a",), "- z"))


@each_row("path", sorted(PROJECT.programme.rglob("*.yml")))
def test_lists_of_the_project_take_an_item_at_their_end(path: Path) -> None:
    """Whatever comments and brackets they have."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            edit = addition(path, ((key,), "- {id: nouveau}"))
            assert yaml.safe_load(edit.after) == {**content, key: [*value, {"id": "nouveau"}]}
            assert len(edit.after.splitlines()) == len(edit.before.splitlines()) + 1
