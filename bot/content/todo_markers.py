"""Gaps left to fill in files that maintainers have begun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.content.project_files import ProjectFiles, held
from rules.errors import Finding
from rules.model import Place

TO_FILL: Final = "À COMPLÉTER"
"""Marks a gap in a new file, for the maintainer to fill."""

_LEFT: Final = re.compile(rf"{TO_FILL}(?: : (?P<what>[^\"]+))?")


def unfinished(files: ProjectFiles) -> Iterator[Finding]:
    """The gaps left to fill, line by line; comments do not count."""
    for folder in (files.programme, files.lexicon, files.answers, files.faq, files.hubs, files.recits, files.changes):
        paths = sorted(folder.rglob("*.yml"))
        for path, text in zip(paths, held(paths), strict=True):
            for number, line in enumerate(text.decode(errors="replace").splitlines(), 1):
                for left in () if line.lstrip().startswith("#") else _LEFT.finditer(line):
                    what = left["what"] or "ce texte"
                    yield Finding(Place(path, number), f"il reste à écrire : {what}", f"remplacer « {TO_FILL} … »")
