"""Copies of what maintainers write, for tests that edit it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from bot.content.project_files import PROJECT, Checkout
from bot.maintenance.project_declarations import maintained


def copy_models(models: Path, data: Path) -> None:
    """The trained models, and the encodings kept beside them, into another data folder."""
    for kept in (models, models.parent / "encodings"):
        if kept.exists():
            shutil.copytree(kept, data / kept.name)


def copy_to(root: Path, paths: Iterable[Path] = maintained(PROJECT)) -> Checkout:
    """The maintainers' files in another folder; `paths`: only those of the project."""
    for path in paths:
        target = root / path.relative_to(PROJECT.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, target)
        else:
            shutil.copy(path, target)
    return Checkout(root)
