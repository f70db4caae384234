"""The findings from before the edit: those of the files in the last git commit."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from bot.content.project_files import ProjectFiles
from bot.maintenance.diff.revisions import RevisionError, commit_of, files_of, is_edited
from rules.errors import Finding

REVISION: Final = "HEAD"

_KEPT: Final = 3
"""Number of latest commits whose findings are kept."""

_NUMBER = re.compile(r"\d+")

Check = Callable[[ProjectFiles, date], list[Finding]]
_Name = tuple[str, str, str]


def standing_findings(
    findings: Sequence[Finding], files: ProjectFiles, kept: Path, today: date, check: Check
) -> list[Finding]:
    """The warnings that the last commit has too; empty if no file was edited.

    Args:
        findings: the findings of the current files.
        files: the files, in a git checkout; elsewhere there are none.
        kept: a folder that caches the findings of a commit.
        today: the day of the check.
        check: checks files.
    """
    warnings = [finding for finding in findings if finding.severity == "warning"]
    try:
        if not warnings or not is_edited(files.root):
            return []
        before = _names_at(commit_of(files.root, REVISION), files, kept, today, check)
    except RevisionError:
        return []
    found = []
    for finding in warnings:
        name = _name(finding, files)
        if before[name]:
            before[name] -= 1
            found.append(finding)
    return found


def _names_at(commit: str, files: ProjectFiles, kept: Path, today: date, check: Check) -> Counter[_Name]:
    file = kept / f"{commit}-{today:%Y-%m-%d}.json"
    try:
        return Counter(msgspec.json.decode(file.read_bytes(), type=list[_Name]))
    except (OSError, msgspec.DecodeError):
        pass
    with tempfile.TemporaryDirectory() as folder:
        earlier = files_of(files.root, commit, Path(folder))
        names = [_name(finding, earlier) for finding in check(earlier, today)]
    kept.mkdir(parents=True, exist_ok=True)
    for old in sorted(kept.glob("*.json"), key=lambda path: path.stat().st_mtime)[: -_KEPT or None]:
        old.unlink(missing_ok=True)
    file.write_bytes(msgspec.json.encode(names))
    return Counter(names)


def _name(finding: Finding, files: ProjectFiles) -> _Name:
    """What identifies a finding even if lines move."""
    return files.named(finding.place.file), finding.severity, _NUMBER.sub("", finding.problem)
