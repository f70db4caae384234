"""A clone of the project, as a maintainer has one: tests edit its files, and run its server."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.server import ROOT

_ROOMS = ("bot", "nlu", "rules", "stories")
_FILES = ("config.yml", "endpoints.yml", "pyproject.toml")


class Clone:
    """The project's rooms in a folder of their own; `root` is where."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for room in _ROOMS:
            shutil.copytree(ROOT / room, root / room)
        for file in _FILES:
            shutil.copy2(ROOT / file, root / file)
        self._before: dict[Path, str] = {}

    def edit(self, file: str, old: str, new: str) -> int:
        """Replace a text that occurs once in a file; return its line."""
        path = self.root / file
        text = path.read_text()
        assert text.count(old) == 1, f"« {old} » stands {text.count(old)} times in {file}"
        self._before.setdefault(path, text)
        path.write_text(text.replace(old, new))
        return text[: text.index(old)].count("\n") + 1

    def restore(self) -> None:
        """Restore every file."""
        for path, text in self._before.items():
            path.write_text(text)
        self._before.clear()
