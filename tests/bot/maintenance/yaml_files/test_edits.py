"""Lines are added to a maintainer's file, and every other line stays as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

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


def written(folder: Path, text: str) -> Path:
    path = folder / "essai.yml"
    path.write_bytes(text.encode())
    return path


ITEM = '           "béarn"]   # deux zones\n'


@each_row(
    ("text", "keys", "lines", "before", "after"),
    [
        (ROLES, ("roles", "titre", "qui"), "- {x: '86'}", None, ROLES.replace(ITEM, f"{ITEM}    - {{x: '86'}}\n")),
        (ROLES, ("roles",), "pix:\n  nom: Pix\n\n  qui: []", None, f"{ROLES}  pix:\n    nom: Pix\n\n    qui: []\n"),
        (ROLES, ("roles", "modules", "qui"), "{x: y}", None, ROLES.replace("    qui: []", "    qui: [{x: y}]")),
        ("a:\r\n- x", ("a",), "- y", None, "a:\r\n- x\r\n- y\r\n"),
        ("a:\n  x: 1\n  y: 2\n", ("a",), "new: 0", "y", "a:\n  x: 1\n  new: 0\n  y: 2\n"),
        ("- id: x\n- id: y\n", (), "new: 0", "x", "new: 0\n- id: x\n- id: y\n"),
        ("- id: x\n# y,\n# last\n- id: y\n", (), "new: 0", "y", "- id: x\nnew: 0\n# y,\n# last\n- id: y\n"),
    ],
)
def test_lines_go_after_the_last_or_before_the_one_that_is_named(tmp_path, text, keys, lines, before, after) -> None:
    assert addition(written(tmp_path, text), (keys, lines), before=before).after == after


@each_row(
    ("text", "keys", "problem"),
    [
        (ROLES, ("roles", "hub", "qui"), "à compléter"),
        (ROLES, ("roles", "titre", "nom", "fr"), "à compléter"),
        (ROLES, ("rolls",), "à compléter"),
        ('a: "x\n- y: [', ("a",), "aiguilleur check"),
    ],
)
def test_what_cannot_be_added_to_is_told_with_what_to_do(tmp_path: Path, text: str, keys, problem: str) -> None:
    with pytest.raises(ProgrammeError, match=problem):
        addition(written(tmp_path, text), (keys, "- x"))
