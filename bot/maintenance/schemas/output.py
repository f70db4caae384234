"""The files generated from the forms: for editors, and the page of keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.content.project_files import ProjectFiles
from bot.maintenance.schemas.json_schemas import editor_files, read_meanings
from bot.maintenance.schemas.keys_page import keys_page


def made_files(files: ProjectFiles) -> Iterator[tuple[Path, str]]:
    """Every generated file, with its text.

    Raises:
        ProgrammeError: the meaning of keys cannot be read.
    """
    meanings = read_meanings()
    yield files.root / "docs" / "cles.md", keys_page(meanings)
    yield from editor_files(files, meanings)


def write_schemas(files: ProjectFiles) -> Iterator[Path]:
    """Write the generated files that have changed.

    Returns:
        The files written.
    """
    for path, text in made_files(files):
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            yield path
