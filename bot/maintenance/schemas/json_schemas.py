"""JSON Schemas of the forms. With them, an editor completes keys, shows their meaning and marks mistakes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from bot.answers.texts import THEMES_APART
from bot.content.project_files import ProjectFiles
from bot.maintenance.schemas.forms import ANSWERS, FORMS, FileForm
from rules.yaml_lines import read_document

MEANINGS: Final = Path(__file__).parent / "cles.yml"
_ANYWHERE: Final = "Partout"
"""Meanings of keys in every block without its own."""

Meanings = Mapping[str, Mapping[str, str]]
"""The meaning of keys, by the class of their block."""


def read_meanings(path: Path = MEANINGS) -> Meanings:
    """Read the meaning of keys.

    Raises:
        ProgrammeError: the file is malformed.
    """
    return read_document(path, dict[str, dict[str, str]]).content


def meaning(meanings: Meanings, block: str, key: str) -> str | None:
    """The meaning of a block's key; None if nobody has written it."""
    return meanings.get(block, {}).get(key) or meanings.get(_ANYWHERE, {}).get(key)


def json_schema(form: FileForm, meanings: Meanings) -> dict[str, Any]:
    """The schema of a form, with the meaning of its keys."""
    schema = msgspec.json.schema(form.kind)
    for other in form.others:
        _complete(schema["$defs"][form.kind.__name__], msgspec.json.schema(other)["$defs"][other.__name__])
    for name, block in schema.get("$defs", {}).items():
        block.pop("description", None)  # for developers
        for key, value in block.get("properties", {}).items():
            if text := meaning(meanings, name, key):
                # Some editors still use drafts that ignore keys beside "$ref".
                block["properties"][key] = (
                    {"allOf": [value], "description": text} if "$ref" in value else {**value, "description": text}
                )
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": form.title, **schema}


def _complete(block: dict[str, Any], other: Mapping[str, Any]) -> None:
    """Replace the properties of a block that another class knows in more detail."""
    for key, value in block["properties"].items():
        known = other["properties"].get(key)
        if known and value.get("type") == "object" and not value.get("additionalProperties"):
            block["properties"][key] = known


def editor_files(files: ProjectFiles, meanings: Meanings) -> Iterator[tuple[Path, str]]:
    """The schemas, and the files by which VS Code and VSCodium find them."""
    folder = files.root / ".vscode"
    associations = {f".vscode/schemas/{form.name}.json": list(_patterns(form, files)) for form in FORMS}
    settings = {"yaml.schemas": associations, "yaml.format.enable": False, "yaml.schemaStore.enable": False}
    yield folder / "settings.json", _written(settings)
    yield folder / "extensions.json", _written({"recommendations": ["redhat.vscode-yaml"]})
    for form in FORMS:
        yield folder / "schemas" / f"{form.name}.json", _written(json_schema(form, meanings))


def _patterns(form: FileForm, files: ProjectFiles) -> Iterator[str]:
    if form.name != ANSWERS:
        yield from form.files
        return
    # One by one: editors know no "all but these".
    for name in sorted({path.name for path in files.answers.glob("*/*.yml")} - THEMES_APART):
        yield f"stories/answers/*/{name}"


def _written(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
