"""Edits of the maintainers' files, shown before they are written: lines are added, all others stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import yaml

from rules.errors import Finding, ProgrammeError
from rules.model import Place


@dataclass(frozen=True)
class Edit:
    """A file, as it is and as it would be; empty where there is none, or is to be none."""

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
    """A file with its own line ends; empty where there is none."""
    return path.read_bytes().decode() if path.exists() else ""


def refusal(path: Path, problem: str, remedy: str) -> ProgrammeError:
    """Why a file is not edited."""
    return ProgrammeError([Finding(Place(path, 1), problem, remedy)])


def addition(path: Path, *entries: tuple[Sequence[str | int], str], before: str | None = None) -> Edit:
    """The edit that adds entries to parts of a YAML file.

    Args:
        path: the file.
        entries: the keys that lead to a list or a block, and the lines to add at its end: "- id: x", "key: value"; of a
            list in brackets the value alone.
        before: the key of the block, or the `id` in the list, that the first entry is to stand before.

    Raises:
        ProgrammeError: the file is no YAML, or has no such part.
    """
    text = after = file_text(path)
    for place, (keys, entry) in enumerate(entries):
        after = _added(path, after, keys, entry, before if place == 0 else None)
    return Edit(path, text, after)


def _added(path: Path, text: str, keys: Sequence[str | int], entry: str, before: str | None) -> str:
    try:
        node = _part(yaml.compose(text, Loader=yaml.CSafeLoader), keys)
    except yaml.YAMLError as error:
        raise refusal(path, "ce n'est pas du YAML correct", "corriger d'abord ce que dit : aiguilleur check") from error
    if node is None:
        where = ".".join(map(str, keys))
        raise refusal(path, f"il n'y a pas de liste ni de bloc « {where} » à compléter", f"écrire « {keys[-1]}: »")
    lines = text.splitlines(keepends=True)
    if node.flow_style:
        return _into_brackets(lines, node, entry)
    indent = " " * node.start_mark.column
    line_end = "\r\n" if "\r\n" in text else "\n"
    at = _line_of(node, before, lines) if before else _last_line(node, lines) + 1
    if at == len(lines) and lines and not lines[-1].endswith("\n"):
        lines[-1] += line_end
    added = [f"{indent}{line}{line_end}" if line else line_end for line in entry.rstrip("\n").split("\n")]
    return "".join([*lines[:at], *added, *lines[at:]])


def _part(node: yaml.Node | None, keys: Sequence[str | int]) -> yaml.CollectionNode | None:
    """The list or block that keys lead to; None where there is none."""
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            node = next((value for name, value in node.value if name.value == key), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
        else:
            return None
    return node if isinstance(node, yaml.CollectionNode) else None


def _into_brackets(lines: list[str], node: yaml.CollectionNode, entry: str) -> str:
    """The text with an entry at the end of "[a, b]" or "{a: b}"."""
    line, column = node.end_mark.line, node.end_mark.column - 1
    sign = ", " if node.value else ""
    lines[line] = f"{lines[line][:column].rstrip()}{sign}{entry}{lines[line][column:]}"
    return "".join(lines)


def _line_of(node: yaml.CollectionNode, name: str, lines: Sequence[str]) -> int:
    """The line, from 0, on which an entry begins, with the comments above it: a key, or what has it for its `id`."""
    for entry in node.value:
        key = entry[0] if isinstance(entry, tuple) else _key(entry, "id")
        if key is not None and key.value == name:
            line = int((entry[0] if isinstance(entry, tuple) else entry).start_mark.line)
            first = int(node.start_mark.line)
            while line > first and lines[line - 1].lstrip().startswith("#"):
                line -= 1
            return line
    raise KeyError(name)


def _key(node: yaml.Node, name: str) -> yaml.Node | None:
    pairs: Iterable[tuple[yaml.Node, yaml.Node]] = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for key, value in pairs if key.value == name), None)


def _last_line(node: yaml.Node, lines: Sequence[str]) -> int:
    """The last line, from 0, that belongs to a node; comments after it do not."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last, lines)
    end = node.end_mark
    line = int(end.line if end.column else end.line - 1)
    while not lines[line].strip():
        line -= 1
    return line
