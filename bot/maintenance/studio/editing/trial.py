"""The maintainers' files with an edit applied: what the check says, and what changes for advisers."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from filecmp import cmp
from pathlib import Path
from threading import Lock

from bot.content.loading import load_content
from bot.content.project_files import ProjectFiles
from bot.maintenance.check import check
from bot.maintenance.diff.page_report import body
from bot.maintenance.diff.report import between
from bot.maintenance.diff.sentences import examples_of
from bot.maintenance.project_declarations import DECLARATIONS, maintained
from bot.maintenance.studio.editing.entries import EditableField
from bot.maintenance.studio.excerpts import ExcerptLine, excerpt
from bot.maintenance.yaml_files.changes import lines_of
from bot.maintenance.yaml_files.edits import Edit
from rules.errors import Finding
from rules.model import Place

_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True)
class ShownFinding:
    """A finding, with the lines around it after the edit."""

    finding: Finding
    excerpt: tuple[ExcerptLine, ...]


@dataclass(frozen=True)
class TrialVerdict:
    """The new findings of an edit. Nothing is written while there are new errors.

    Attributes:
        by_field: those beside fields.
        elsewhere: the others.
        errors: the number of new errors.
        known_errors: the number of errors that were there before.
    """

    by_field: Mapping[str, tuple[ShownFinding, ...]]
    elsewhere: tuple[ShownFinding, ...]
    errors: int
    known_errors: int


class TrialCheck:
    """Checks edits on a copy of the files, which is kept so that unchanged files are not checked again."""

    def __init__(self, files: ProjectFiles) -> None:
        self._files = files
        self._folder = tempfile.TemporaryDirectory(prefix="aiguilleur-studio-")
        self._lock = Lock()

    def verdict(self, edits: Sequence[Edit], fields: Iterable[EditableField], known: Iterable[Finding]) -> TrialVerdict:
        """What the check would say; `known` are the findings of the current files."""
        copied = ProjectFiles(Path(self._folder.name))
        with self._lock:
            mirror(self._files, copied.root, edits)
            findings = [self._here(finding, copied) for finding in check(copied)]
        before = {self._likeness(finding) for finding in known}
        new = [finding for finding in findings if self._likeness(finding) not in before]
        after = {edit.path: edit.after for edit in edits}
        lines = {path: text.splitlines() for path, text in after.items()}
        by_field: dict[str, tuple[ShownFinding, ...]] = {}
        elsewhere = []
        places = [(each, lines_of(after[each.file], each.path)) for each in fields if each.file in after]
        for finding in new:
            shown = ShownFinding(finding, excerpt(finding.place, lines.get(finding.place.file)))
            beside = [each for each, span in places if each.file == finding.place.file and finding.place.line in span]
            for each in beside[:1]:
                by_field[each.name] = (*by_field.get(each.name, ()), shown)
            if not beside:
                elsewhere.append(shown)
        errors = sum(finding.severity == "error" for finding in new)
        known_errors = sum(finding.severity == "error" for finding in findings) - errors
        return TrialVerdict(by_field, tuple(elsewhere), errors, known_errors)

    def _here(self, finding: Finding, copied: ProjectFiles) -> Finding:
        place = finding.place
        if not place.file.is_relative_to(copied.root):
            return finding
        return replace(finding, place=Place(self._files.root / place.file.relative_to(copied.root), place.line))

    def _likeness(self, finding: Finding) -> tuple[str, str]:
        """What identifies a finding even if lines are added above it."""
        return self._files.named(finding.place.file), _NUMBERS.sub("", finding.problem)


def effects(root: Path, edits: Sequence[Edit]) -> str:
    """The effects of edits for advisers, as HTML: the current files compared with the edited ones.

    Takes seconds; everything is passed by pickling, to run in a separate process.
    """
    files = ProjectFiles(root)
    with tempfile.TemporaryDirectory(prefix="aiguilleur-studio-") as folder:
        mirror(files, Path(folder), edits)
        after = ProjectFiles(Path(folder))
        report = between(
            load_content(files, DECLARATIONS),
            load_content(after, DECLARATIONS),
            examples_of(files),
            examples_of(after),
            "ce qui est écrit",
            models=None,
            say=lambda _: None,
            today=date.today(),
        )
        return body(report)


def mirror(files: ProjectFiles, folder: Path, edits: Iterable[Edit]) -> None:
    """Copy the maintainers' files, with edits, into a folder; identical files there stay."""
    wanted = {path.relative_to(files.root): path for path in maintained_files(files)}
    edited = {edit.path.relative_to(files.root): edit.after for edit in edits}
    for path in [path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder) not in wanted]:
        path.unlink()
    for name, path in wanted.items():
        copy = folder / name
        if name in edited or (copy.exists() and cmp(path, copy, shallow=False)):
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    for name, text in edited.items():
        copy = folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if text:
            copy.write_bytes(text.encode())
        else:
            copy.unlink(missing_ok=True)


def maintained_files(files: ProjectFiles) -> Iterator[Path]:
    """Each file that maintainers write, in this project."""
    for path in maintained(files):
        if not path.is_relative_to(files.root):
            continue
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.is_file())
        elif path.is_file():
            yield path
