"""Entries that are not written yet: begun from the models of `aiguilleur new`, and filled in on the page."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from bot.content.project_files import ProjectFiles
from bot.content.todo_markers import TO_FILL
from bot.maintenance.new.entries import ENTRIES, NewEntry
from bot.maintenance.new.scaffold import scaffold
from bot.maintenance.studio.editing.entries import EditableEntry, EditableField, FieldRow, entry_in
from bot.maintenance.studio.editing.kinds import EntryKind
from bot.maintenance.studio.editing.trial import mirror
from bot.maintenance.yaml_files.edits import file_text
from rules.errors import Finding, ProgrammeError
from rules.model import Place


def draft(kind: EntryKind, files: ProjectFiles, name: str, title: str) -> EditableEntry:
    """An entry as it would be begun, with what is to be filled in left empty; nothing is written.

    Raises:
        ProgrammeError: the name does not do, or is taken.
    """
    path, text = _BEGINNINGS[kind.id](files, name, title)
    begun = entry_in({path: text}, kind.id, name, title, kind.blocks(files, name), kind.offered(files, name))
    if begun is None:
        raise ProgrammeError([Finding(Place(path, 1), "ce modèle ne se lit pas", "écrire le fichier à la main")])
    rows = tuple(FieldRow(row.key, tuple(map(_to_fill, row.fields)), row.optional) for row in begun.rows)
    return replace(begun, rows=rows, on_disk={path: file_text(path)})


def can_be_begun(kind: EntryKind) -> bool:
    """Whether the studio begins entries of a kind."""
    return kind.id in _BEGINNINGS


def _to_fill(each: EditableField) -> EditableField:
    return replace(each, written="", to_fill=True) if TO_FILL in each.written else each


def _scaffolded(kind: str) -> Callable[[ProjectFiles, str, str], tuple[Path, str]]:
    def begun(files: ProjectFiles, name: str, title: str) -> tuple[Path, str]:
        with tempfile.TemporaryDirectory(prefix="aiguilleur-studio-") as folder:
            copied = ProjectFiles(Path(folder))
            mirror(files, copied.root, ())
            try:
                path = scaffold(copied, kind, name, title, date.today())
            except ProgrammeError as error:
                raise ProgrammeError(
                    replace(each, problem=each.problem.replace(folder, ""), remedy=each.remedy.replace(folder, ""))
                    for each in error.findings
                ) from error
            return files.root / path.relative_to(copied.root), file_text(path)

    return begun


def _added(kind: str) -> Callable[[ProjectFiles, str, str], tuple[Path, str]]:
    def begun(files: ProjectFiles, name: str, title: str) -> tuple[Path, str]:
        (edit,) = ENTRIES[kind](files, NewEntry(name, title))
        return edit.path, edit.after

    return begun


_BEGINNINGS: Final[Mapping[str, Callable[[ProjectFiles, str, str], tuple[Path, str]]]] = {
    "faq": _scaffolded("faq"),
    "hubs": _scaffolded("hub"),
    "organismes": _added("organisme"),
    "sources": _added("source"),
}
