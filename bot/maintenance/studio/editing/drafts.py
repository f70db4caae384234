"""Entries not written yet: begun from the models of `aiguilleur new`, and filled in on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from bot.content.project_files import ProjectFiles
from bot.content.todo_markers import TO_FILL
from bot.maintenance.new.entries import ENTRIES, NewEntry
from bot.maintenance.new.scaffold import scaffold
from bot.maintenance.studio.editing.entries import EditableEntry, EditableField, FieldRow, entry_in
from bot.maintenance.studio.editing.kinds import EntryKind
from bot.maintenance.yaml_files.edits import Edit, refusal


def draft(kind: EntryKind, files: ProjectFiles, name: str, title: str) -> EditableEntry:
    """A new entry, with the parts to fill in left empty; nothing is written.

    Raises:
        ProgrammeError: the name is invalid or taken.
    """
    edit = _BEGINNINGS[kind.id](files, name, title)
    blocks, offered = kind.blocks(files, name), kind.offered(files, name)
    begun = entry_in({edit.path: edit.after}, kind.id, name, title, blocks, offered)
    if begun is None:
        raise refusal(edit.path, "ce modèle ne se lit pas", "écrire le fichier à la main")
    rows = tuple(FieldRow(row.key, tuple(map(_to_fill, row.fields)), row.optional) for row in begun.rows)
    return replace(begun, rows=rows, on_disk={edit.path: edit.before})


def can_be_begun(kind: EntryKind) -> bool:
    """Whether the studio can begin entries of a kind."""
    return kind.id in _BEGINNINGS


def _to_fill(each: EditableField) -> EditableField:
    return replace(each, written="", to_fill=True) if TO_FILL in each.written else each


def _scaffolded(kind: str) -> Callable[[ProjectFiles, str, str], Edit]:
    return lambda files, name, title: scaffold(files, kind, name, title, date.today())


def _added(kind: str) -> Callable[[ProjectFiles, str, str], Edit]:
    def begun(files: ProjectFiles, name: str, title: str) -> Edit:
        (edit,) = ENTRIES[kind](files, NewEntry(name, title))
        return edit

    return begun


_BEGINNINGS: Final[Mapping[str, Callable[[ProjectFiles, str, str], Edit]]] = {
    "faq": _scaffolded("faq"),
    "hubs": _scaffolded("hub"),
    "organismes": _added("organisme"),
    "sources": _added("source"),
}
