"""A maintainer's desk: edits are tried, written, undone and proposed here, one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.content.project_files import ProjectFiles
from bot.maintenance.check import check
from bot.maintenance.studio.editing.entries import EditableEntry, EditableField
from bot.maintenance.studio.editing.journal import EditJournal, WrittenEdit
from bot.maintenance.studio.editing.trial import TrialCheck, TrialVerdict
from bot.maintenance.studio.editing.working_copy import Author, WorkingCopy
from bot.maintenance.studio.preview import Preview
from bot.maintenance.yaml_files.edits import Edit
from rules.errors import Finding


@dataclass(frozen=True)
class TriedEdit:
    """The result of trying to write.

    Attributes:
        edits: the edits.
        verdict: what the check says of them.
        refused: why the studio cannot write some fields, by field.
        write: the write, if there was one.
    """

    edits: tuple[Edit, ...]
    verdict: TrialVerdict
    refused: Mapping[str, str]
    write: WrittenEdit | None = None

    @property
    def may_be_written(self) -> bool:
        """Whether the files would be no worse than before."""
        return bool(self.edits) and not (self.refused or self.verdict.errors)


class Desk:
    """The files of one maintainer; `journal` records the writes."""

    def __init__(
        self,
        files: ProjectFiles,
        preview: Preview,
        journal: Path,
        *,
        base: str | None = None,
        author: Author | None = None,
    ) -> None:
        self.files = files
        self.copy = WorkingCopy(files.root, base, author)
        self.journal = EditJournal(files.root, journal)
        self._preview = preview
        self._trial = TrialCheck(files)
        # If two tabs write, the second sees what the first has written.
        self._writing = asyncio.Lock()
        self._made_ready: asyncio.Task[object] | None = None

    def make_ready(self) -> None:
        """Check the files once in the background, so that the first edit is checked fast. Called by open forms."""
        if self._made_ready is None:
            self._made_ready = asyncio.create_task(asyncio.to_thread(self._trial.verdict, (), (), ()))

    async def attempt(
        self,
        edits: Sequence[Edit],
        refused: Mapping[str, str],
        words: str,
        fields: Iterable[EditableField] = (),
        *,
        write: bool,
    ) -> TriedEdit:
        """Check edits; write them if asked for and if nothing speaks against it.

        Raises:
            ProgrammeError: a file has changed since the edits were made.
        """
        async with self._writing:
            verdict = await asyncio.to_thread(self._trial.verdict, edits, tuple(fields), await self._known())
            attempted = TriedEdit(tuple(edits), verdict, refused)
            if not (write and attempted.may_be_written):
                return attempted
            return TriedEdit(tuple(edits), verdict, refused, self.journal.write(edits, words))

    async def undo(self, write: str) -> tuple[WrittenEdit, TriedEdit]:
        """Undo a write, if the files are no worse after that.

        Raises:
            UndoError: it cannot be undone.
        """
        async with self._writing:
            made, edits = self.journal.undoing(write)
            verdict = await asyncio.to_thread(self._trial.verdict, edits, (), await self._known())
            attempted = TriedEdit(edits, verdict, {})
            if attempted.may_be_written:
                self.journal.undone(made, edits)
            return made, attempted

    async def _known(self) -> tuple[Finding, ...]:
        """The findings of the current files."""
        if self._preview.checked:
            return self._preview.findings
        return tuple(await asyncio.to_thread(check, self.files))


def words_of(entry: EditableEntry, singular: str, changed: Iterable[EditableField]) -> str:
    """A write in words: « le texte titre_ensc : texte (fr, en) »."""
    parts: dict[str, list[str]] = {}
    for each in changed:
        row = next(row for row in entry.rows if each in row.fields)
        parts.setdefault(" ".join(row.key) or entry.title, []).append(each.language)
    shown = [
        f"{key} ({', '.join(filter(None, languages))})" if any(languages) else key for key, languages in parts.items()
    ]
    return f"{singular} « {entry.title} » : {', '.join(shown)}"
