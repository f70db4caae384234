"""Entries that are not written yet: begun from the models of `aiguilleur new`, and filled in on the page."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from bot.content.project_files import ProjectFiles
from bot.content.todo_markers import TO_FILL
from bot.maintenance.new.scaffold import scaffold
from bot.maintenance.studio.editing.entries import EditableEntry, EditableField, FieldRow, entry_in, read_text
from bot.maintenance.studio.editing.kinds import KINDS, ORGANISATIONS, SOURCES, EntryKind, entry
from bot.maintenance.studio.editing.trial import mirror
from bot.maintenance.studio.editing.yaml_edits import YamlChange, edited
from bot.maintenance.studio.editing.yaml_scalars import Value
from rules.errors import Finding, ProgrammeError
from rules.model import Place

_WORDS: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_DASHED: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


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
    return replace(begun, rows=rows, on_disk={path: read_text(path)})


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
            return files.root / path.relative_to(copied.root), read_text(path)

    return begun


def _organisation(files: ProjectFiles, name: str, title: str) -> tuple[Path, str]:
    """The organisations with one more, which is named and has a site to fill in."""
    path = files.programme / ORGANISATIONS
    if not _WORDS.fullmatch(name):
        problem = f"« {name} » ne peut pas être le nom d'un organisme dans les fichiers"
        raise ProgrammeError(
            [Finding(Place(path, 1), problem, "l'écrire avec a-z, 0-9 et des traits bas : cap_poitou")]
        )
    if entry(KINDS["organismes"], files, name):
        raise ProgrammeError(
            [Finding(Place(path, 1), f"« {name} » existe déjà", "le modifier, ou choisir un autre nom")]
        )
    block: Value = {"nom": title, "liens": [{"pour": "site", "confiance": "aucune", "preuve": TO_FILL}]}
    return path, edited(read_text(path), [YamlChange(("organismes", name), block)])


def _source(files: ProjectFiles, name: str, title: str) -> tuple[Path, str]:
    """The sources with one more at the end: those above it go before it."""
    path = files.programme / SOURCES
    if not _DASHED.fullmatch(name):
        problem = f"« {name} » ne peut pas être le nom d'une source dans les fichiers"
        raise ProgrammeError(
            [Finding(Place(path, 1), problem, "l'écrire avec a-z, 0-9 et des tirets : annonce-cap-2027")]
        )
    if entry(KINDS["sources"], files, name):
        raise ProgrammeError(
            [Finding(Place(path, 1), f"« {name} » existe déjà", "la modifier, ou choisir un autre nom")]
        )
    (place,) = KINDS["sources"].blocks(files, name)
    source: Value = {"id": name, "titre": {"fr": title, "en": TO_FILL}, "publie": {"fr": TO_FILL, "en": TO_FILL}}
    return path, edited(read_text(path), [YamlChange(place.path, source)])


_BEGINNINGS: Final[Mapping[str, Callable[[ProjectFiles, str, str], tuple[Path, str]]]] = {
    "faq": _scaffolded("faq"),
    "hubs": _scaffolded("hub"),
    "organismes": _organisation,
    "sources": _source,
}
