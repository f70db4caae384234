"""The studio's writes, so that each can be undone; kept in the data folder across restarts."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Final

import msgspec

from bot.maintenance.yaml_files.edits import Edit, file_text

MOST_WRITES: Final = 100
"""Writes remembered."""


class WrittenFile(msgspec.Struct, frozen=True):
    """A file before and after a write; empty if there was none."""

    name: str
    before: str
    after: str


class WrittenEdit(msgspec.Struct, frozen=True):
    """A write.

    Attributes:
        id: its id.
        words: what it did, in words.
        at: when.
        files: the files.
        undone: whether it has been undone.
    """

    id: str
    words: str
    at: datetime
    files: list[WrittenFile]
    undone: bool = False


class UndoError(Exception):
    """A write cannot be undone; the message says why, in French."""


@dataclass(frozen=True)
class EditJournal:
    """The writes of a working copy, the latest first."""

    root: Path
    file: Path

    def writes(self) -> list[WrittenEdit]:
        """All remembered writes."""
        try:
            return msgspec.json.decode(self.file.read_bytes(), type=list[WrittenEdit])
        except (FileNotFoundError, msgspec.MsgspecError):
            return []

    def write(self, edits: Sequence[Edit], words: str) -> WrittenEdit:
        """Write edits and remember them.

        Raises:
            ProgrammeError: a file has changed since; files already written are restored.
        """
        written: list[Edit] = []
        try:
            for edit in edits:
                edit.write()
                written.append(edit)
        except BaseException:
            for edit in written:
                Edit(edit.path, edit.after, edit.before).write()
            raise
        files = [WrittenFile(edit.path.relative_to(self.root).as_posix(), edit.before, edit.after) for edit in edits]
        made = WrittenEdit(token_hex(6), words, datetime.now().astimezone(), files)
        self._keep([made, *self.writes()])
        return made

    def undoing(self, write: str) -> tuple[WrittenEdit, tuple[Edit, ...]]:
        """A write and the edits that undo it; later changes in other places stay.

        Raises:
            UndoError: it is not remembered, was undone, or what it wrote has been changed since.
        """
        found = next((each for each in self.writes() if each.id == write), None)
        if found is None or found.undone:
            raise UndoError("Cette modification est déjà annulée, ou trop ancienne.")
        return found, tuple(self._reverse(file) for file in found.files)

    def undone(self, write: WrittenEdit, edits: Sequence[Edit]) -> None:
        """Undo a write by the edits of :meth:`undoing`."""
        self.write(edits, f"Annulation : {write.words}")
        self._keep([msgspec.structs.replace(each, undone=each.undone or each.id == write.id) for each in self.writes()])

    def _reverse(self, file: WrittenFile) -> Edit:
        path = self.root / file.name
        now = file_text(path)
        if now == file.after:
            return Edit(path, now, file.before)
        if not (file.before and file.after and now):
            raise UndoError(
                f"{file.name} a été modifié depuis : rien n’est annulé. L’ouvrir pour le corriger à la main."
            )
        return Edit(path, now, _merged(now, file))

    def _keep(self, writes: Sequence[WrittenEdit]) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        beside = self.file.with_suffix(".new")
        beside.write_bytes(msgspec.json.encode(list(writes)[:MOST_WRITES]))
        beside.replace(self.file)


def _merged(now: str, file: WrittenFile) -> str:
    """A file without the changes of a write, by git's three-way merge."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("now", "after", "before")]
        for path, text in zip(paths, (now, file.after, file.before), strict=True):
            path.write_bytes(text.encode())
        done = subprocess.run(["git", "merge-file", "-p", *paths], capture_output=True, check=False)  # noqa: S603, S607
    if done.returncode:
        raise UndoError(
            f"Le même passage de {file.name} a été modifié depuis : rien n’est annulé. Annuler d’abord la modification "
            "plus récente, ou ouvrir ce texte pour le corriger."
        )
    return done.stdout.decode()
