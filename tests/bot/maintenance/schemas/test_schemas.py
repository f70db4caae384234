"""Editors and the page of keys know every key of the maintainers' files, as they are read."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft7Validator

from bot.content.project_files import PROJECT
from bot.maintenance.schemas.forms import FORMS, FileForm
from bot.maintenance.schemas.json_schemas import json_schema, meaning, read_meanings
from bot.maintenance.schemas.output import made_files
from tests.support.tables import each_row

MEANINGS = read_meanings()
SETTINGS: dict[str, list[str]] = json.loads((PROJECT.root / ".vscode" / "settings.json").read_text(encoding="utf-8"))[
    "yaml.schemas"
]


def as_editors_read(value: object) -> object:
    """YAML as an editor takes it: a date is a text."""
    if isinstance(value, dict):
        return {key: as_editors_read(part) for key, part in value.items()}
    if isinstance(value, list):
        return [as_editors_read(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def files_of(form: FileForm) -> list[Path]:
    return sorted(
        path for pattern in SETTINGS[f".vscode/schemas/{form.name}.json"] for path in PROJECT.root.glob(pattern)
    )


@each_row(("path", "text"), made_files(PROJECT))
def test_what_is_made_of_the_forms_is_as_it_would_be_made(path: Path, text: str) -> None:
    assert path.read_text(encoding="utf-8") == text, "relancer : aiguilleur schemas"


@each_row("form", FORMS)
def test_an_editor_finds_no_mistake_in_the_files_of_the_project(form: FileForm) -> None:
    paths = files_of(form)
    assert paths
    validator = Draft7Validator(json_schema(form, MEANINGS))
    for path in paths:
        content = as_editors_read(yaml.safe_load(path.read_text(encoding="utf-8")))
        assert [error.message for error in validator.iter_errors(content)] == [], path


@each_row("form", FORMS)
def test_every_key_is_explained(form: FileForm) -> None:
    blocks: dict[str, Any] = json_schema(form, MEANINGS).get("$defs", {})
    unexplained = {
        f"{name}.{key}"
        for name, block in blocks.items()
        for key in block.get("properties", ())
        if not meaning(MEANINGS, name, key)
    }
    assert unexplained == set()
