"""Edits of the maintainers' files, shown before they are written."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import yaml

from bot.maintenance.yaml_files.changes import CannotEditError, KeyPath, with_lines
from rules.errors import Finding, ProgrammeError
from rules.model import Place


@dataclass(frozen=True)
class Edit:
    """A file's content before and after; empty if it does not exist, or is removed."""

    path: Path
    before: str
    after: str

    def diff(self, root: Path) -> str:
        """The change as `git diff` shows it."""
        name = self.path.relative_to(root).as_posix()
        lines = unified_diff(
            self.before.splitlines(keepends=True),
            self.after.splitlines(keepends=True),
            f"a/{name}" if self.before else "/dev/null",
            f"b/{name}" if self.after else "/dev/null",
        )
        return "".join(lines)

    def write(self) -> None:
        """Make the change.

        Raises:
            ProgrammeError: the file has changed since.
        """
        if file_text(self.path) != self.before:
            raise refusal(self.path, "ce fichier a changé entre-temps", "relancer la commande")
        if not self.after:
            self.path.unlink()
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(self.after.encode())


def file_text(path: Path) -> str:
    """The text of a file with its own line ends; empty if it does not exist."""
    return path.read_bytes().decode() if path.exists() else ""


def refusal(path: Path, problem: str, remedy: str) -> ProgrammeError:
    """The error for a file that cannot be edited."""
    return ProgrammeError([Finding(Place(path, 1), problem, remedy)])


def addition(path: Path, *entries: tuple[KeyPath, str], before: str | None = None) -> Edit:
    """The edit that adds entries to parts of a YAML file.

    Args:
        path: the file.
        entries: the path of a list or mapping, and the lines to add at its end: "- id: x", "key: value"; for a list in
            brackets the value alone.
        before: the key, or the `id` in the list, to insert the first entry before.

    Raises:
        ProgrammeError: the file is no YAML, or has no such part.
    """
    text = after = file_text(path)
    for place, (keys, lines) in enumerate(entries):
        try:
            after = with_lines(after, keys, lines, before if place == 0 else None)
        except yaml.YAMLError as error:
            remedy = "corriger d'abord ce que dit : aiguilleur check"
            raise refusal(path, "ce n'est pas du YAML correct", remedy) from error
        except CannotEditError as error:
            where = ".".join(map(str, keys))
            problem = f"il n'y a pas de liste ni de bloc « {where} » à compléter"
            raise refusal(path, problem, f"écrire « {keys[-1]}: »") from error
    return Edit(path, text, after)
