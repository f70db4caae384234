"""Copies of what maintainers write, for tests that edit it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from bot.content.project_files import PROJECT, ProjectFiles
from bot.maintenance.project_declarations import maintained

_ITEM = re.compile(r"\s*- ")
_KEPT = 8
"""Examples of a list, at most."""


def thin_examples(root: Path) -> None:
    """Leave a few examples of each list in a copy of the project: it then trains in seconds."""
    for path in (*root.glob("nlu/examples/*.yml"), *root.glob("stories/faq/*.yml")):
        lines: list[str] = []
        for is_list, block in groupby(
            path.read_text(encoding="utf-8").splitlines(True), lambda line: bool(_ITEM.match(line))
        ):
            items = list(block)
            lines += items[:: -(-len(items) // _KEPT)] if is_list else items
        path.write_text("".join(lines), encoding="utf-8")


def copy_models(models: Path, data: Path) -> None:
    """The trained models, and the encodings kept beside them, into another data folder."""
    for kept in (models, models.parent / "encodings"):
        if kept.exists():
            shutil.copytree(kept, data / kept.name)


def copy_to(root: Path, paths: Iterable[Path] = maintained(PROJECT)) -> ProjectFiles:
    """The maintainers' files in another folder; `paths`: only those of the project."""
    for path in paths:
        target = root / path.relative_to(PROJECT.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, target)
        else:
            shutil.copy(path, target)
    return ProjectFiles(root)


def replace_in(file: Path, written: str, instead: str, *, count: int = -1) -> None:
    """Write something else where a file has it, which it must; `count`: only so many times."""
    text = file.read_text(encoding="utf-8")
    assert written in text
    file.write_text(text.replace(written, instead, count), encoding="utf-8")
